package io.github.viewtally.api.accesslog;

import io.github.viewtally.api.http.Exchange;
import io.github.viewtally.api.http.ExchangeListener;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs every request as a line of JSON: when it ended, its id, method, path, route, status, bytes of the answer and
 * microseconds. No query, no body, no address: nothing of a person but what the path says. Where the lines go, without
 * making the event loop wait, is for the configuration of the logger to say.
 */
public final class AccessLog implements ExchangeListener {

    /** The logger that the lines go to. */
    public static final String LOGGER = "io.github.viewtally.access";

    private static final int LONGEST_TEXT = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    @Override
    public void ended(Exchange exchange) {
        if (LOG.isInfoEnabled()) {
            LOG.info(line(exchange));
        }
    }

    private static String line(Exchange exchange) {
        StringBuilder line = new StringBuilder(256).append('{');
        text(line, "time", Instant.now().toString());
        text(line.append(','), "id", exchange.requestId());
        text(line.append(','), "method", exchange.request().method().name());
        text(line.append(','), "path", String.valueOf(exchange.request().path()));
        text(line.append(','), "route", exchange.route());
        number(line.append(','), "status", exchange.status());
        number(line.append(','), "bytes", exchange.bytes());
        number(line.append(','), "micros", TimeUnit.NANOSECONDS.toMicros(exchange.nanos()));
        return line.append('}').toString();
    }

    private static void number(StringBuilder line, String name, long value) {
        line.append('"').append(name).append("\":").append(value);
    }

    /** A client may put anything into its path: what is not plain ASCII is escaped, so that a line stays one line. */
    private static void text(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        int length = Math.min(value.length(), LONGEST_TEXT);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
