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
 * Counts and times requests by method, status and the template of their route: never by their path, so that there are as
 * many timers as the contract has answers. Of one event loop.
 */
public final class RequestMetrics implements RequestListener {

    private static final int LEAST_STATUS = 100;
    private static final int STATUSES = 500;

    private final MeterRegistry registry;

    /** Found without making anything: this is on the way of every request. */
    private final Map<String, Map<HttpMethod, Timer[]>> timers = new HashMap<>();

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(RequestContext exchange) {
        HttpMethod method = known(exchange.request().method());
        Timer[] byStatus = timers.computeIfAbsent(exchange.route(), route -> new HashMap<>())
                .computeIfAbsent(method, unknown -> new Timer[STATUSES]);
        int status = exchange.status();
        Timer timer = byStatus[status - LEAST_STATUS];
        if (timer == null) {
            timer = timer(exchange.route(), method, status);
            byStatus[status - LEAST_STATUS] = timer;
        }
        timer.record(exchange.nanos(), TimeUnit.NANOSECONDS);
    }

    private Timer timer(String route, HttpMethod method, int status) {
        return Timer.builder("http.server.requests")
                .description("Requests, from the end of the head to the end of the answer")
                .tag("method", method.name())
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(Registries.TIMES)
                .register(registry);
    }

    /** A client may send any word for a method. */
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
