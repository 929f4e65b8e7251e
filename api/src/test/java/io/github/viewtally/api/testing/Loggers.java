package io.github.viewtally.api.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Logback's loggers, for tests that run concurrently. */
public final class Loggers {

    private Loggers() {}

    /** Returns a logger. While another thread initializes SLF4J, there are only substitutes, so this waits for its end. */
    public static Logger get(String name) {
        while (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext)) {
            Thread.onSpinWait();
        }
        return (Logger) LoggerFactory.getLogger(name);
    }
}
