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
 * Counts and times requests by method, status and route template. The path is not a tag, so the API contract bounds the
 * number of timers. Use it on one event loop.
 */
public final class RequestMetrics implements RequestListener {

    private static final int MIN_STATUS = 100;
    private static final int STATUSES = 500;
    private static final HttpMethod OTHER = HttpMethod.valueOf("OTHER");

    private final MeterRegistry registry;

    /** By route and method. Every request makes a lookup, so a lookup must not allocate a key. */
    private final Map<String, Map<HttpMethod, Timer[]>> timers = new HashMap<>();

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(RequestContext request) {
        HttpMethod method = methodTag(request.request().method());
        Timer[] byStatus = timers.computeIfAbsent(request.route(), key -> new HashMap<>())
                .computeIfAbsent(method, key -> new Timer[STATUSES]);
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

    /** Returns the method, or OTHER for an unknown one: a client may send any name, and each tag value needs a timer. */
    private static HttpMethod methodTag(HttpMethod method) {
        return method == HttpMethod.GET
                        || method == HttpMethod.HEAD
                        || method == HttpMethod.POST
                        || method == HttpMethod.DELETE
                        || method == HttpMethod.OPTIONS
                ? method
                : OTHER;
    }
}
