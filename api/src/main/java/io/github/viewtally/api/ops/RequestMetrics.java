package io.github.viewtally.api.ops;

import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.request.RequestListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times requests by method, status and route template. It never uses the path, so the number of timers is
 * bounded by the contract. Use it on one event loop.
 */
public final class RequestMetrics implements RequestListener {

    private static final int MIN_STATUS = 100;
    private static final int STATUSES = 500;

    private final MeterRegistry registry;

    /** A lookup must not allocate, because every request makes one. */
    private final Map<String, Map<HttpMethod, Timer[]>> timers = new HashMap<>();

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(RequestContext request) {
        HttpMethod method = known(request.request().method());
        Timer[] byStatus = timers.computeIfAbsent(request.route(), route -> new HashMap<>())
                .computeIfAbsent(method, unknown -> new Timer[STATUSES]);
        int status = request.status();
        Timer timer = byStatus[status - MIN_STATUS];
        if (timer == null) {
            timer = timer(request.route(), method, status);
            byStatus[status - MIN_STATUS] = timer;
        }
        timer.record(request.responseNanos(), TimeUnit.NANOSECONDS);
    }

    private Timer timer(String route, HttpMethod method, int status) {
        return Timer.builder("http.server.requests")
                .description(
                        "Requests, from the end of the head to the end of the response, or to the start of a stream")
                .tag("method", method.name())
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(Registries.TIMES)
                .register(registry);
    }

    /** A client may send any method name. */
    private static HttpMethod known(HttpMethod method) {
        return method == HttpMethod.GET
                        || method == HttpMethod.HEAD
                        || method == HttpMethod.POST
                        || method == HttpMethod.DELETE
                        || method == HttpMethod.OPTIONS
                ? method
                : OTHER;
    }

    private static final HttpMethod OTHER = HttpMethod.valueOf("OTHER");
}
