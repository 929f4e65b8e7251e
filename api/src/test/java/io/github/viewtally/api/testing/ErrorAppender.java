package io.github.viewtally.api.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.viewtally.api.ApiVerticle;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the errors that one API logs. An error is a defect for any request. Other APIs may run at the same time. */
final class ErrorAppender extends AppenderBase<ILoggingEvent> {

    private static final Logger LOGGER = Loggers.get(ApiVerticle.class.getPackageName());

    private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
    private Vertx vertx;

    /** Starts to collect the log of the threads of one API, and of threads without an API. */
    void listen(Vertx apiVertx) {
        vertx = apiVertx;
        start();
        LOGGER.addAppender(this);
    }

    void stopListening() {
        LOGGER.detachAppender(this);
    }

    /** Returns what has been logged since the last call. */
    List<ILoggingEvent> take() {
        List<ILoggingEvent> taken = List.copyOf(logged);
        logged.clear();
        return taken;
    }

    @Override
    protected void append(ILoggingEvent event) {
        Context context = Vertx.currentContext();
        if (context == null || context.owner() == vertx) {
            logged.add(event);
        }
    }
}
