package io.github.viewtally.aggregators.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LambdaLogsTest {

    private final List<String> logged = new ArrayList<>();
    private final LambdaLogs logs = new LambdaLogs(() -> new LambdaLogger() {
        @Override
        public void log(String message) {
            throw new AssertionError("logged without a level: " + message);
        }

        @Override
        public void log(byte[] message) {
            throw new AssertionError("logged without a level");
        }

        @Override
        public void log(String message, LogLevel level) {
            logged.add(level + " " + message);
        }
    });

    @Test
    void passesLevelLoggerAndMessageToLambda() {
        logs.publish(record(Level.INFO, "primed"));
        logs.publish(record(Level.WARNING, "out of time"));
        logs.publish(record(Level.SEVERE, "broken"));
        logs.publish(record(Level.FINE, "a detail"));
        assertThat(logged)
                .containsExactly(
                        "INFO a.B: primed", "WARN a.B: out of time", "ERROR a.B: broken", "DEBUG a.B: a detail");
    }

    @Test
    void passesTheStackTraceToLambda() {
        LogRecord record = record(Level.WARNING, "not applied");
        record.setThrown(new IllegalStateException("the cause"));
        logs.publish(record);
        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("WARN a.B: not applied\njava.lang.IllegalStateException: the cause")
                .contains("at io.github.viewtally.aggregators.lambda.LambdaLogsTest");
    }

    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("a.B");
        return record;
    }
}
