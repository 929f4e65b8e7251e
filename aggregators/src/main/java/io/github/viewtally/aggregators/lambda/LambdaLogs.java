package io.github.viewtally.aggregators.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Passes log records to Lambda's logger, which applies the function's log format and log level. */
public final class LambdaLogs extends Handler {

    private final Supplier<LambdaLogger> logger;

    LambdaLogs(Supplier<LambdaLogger> logger) {
        this.logger = logger;
    }

    /** Replaces the JDK's handlers, which write to standard error. */
    public static void install() {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(new LambdaLogs(LambdaRuntime::getLogger));
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            logger.get().log(text(record), level(record.getLevel()));
        }
    }

    private static String text(LogRecord record) {
        String message = record.getLoggerName() + ": " + record.getMessage();
        if (record.getThrown() == null) {
            return message;
        }
        StringWriter text = new StringWriter().append(message).append('\n');
        record.getThrown().printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static LogLevel level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return LogLevel.ERROR;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return LogLevel.WARN;
        }
        return level.intValue() >= Level.INFO.intValue() ? LogLevel.INFO : LogLevel.DEBUG;
    }

    @Override
    public void flush() {
        // Lambda's logger has no buffer.
    }

    @Override
    public void close() {
        // Holds no resource.
    }
}
