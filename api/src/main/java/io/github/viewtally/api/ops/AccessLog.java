package io.github.viewtally.api.ops;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.request.RequestListener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs every request as a line of JSON: when it ended, its id, method, path, route, status, bytes of the answer and
 * microseconds. No query, no body, no address: nothing of a person but what the path says. Lines of the same few
 * milliseconds leave as one message, since handing over each by itself would cost more than making it. Where they go,
 * without making the event loop wait, is for the configuration of the logger to say. Of one event loop.
 */
public final class AccessLog implements RequestListener {

    /** The logger that the lines go to. */
    public static final String LOGGER = "io.github.viewtally.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final int MOST_LINES = 100;
    private static final int HELD_MILLIS = 50;
    private static final int LONGEST_PATH = 1_024;

    /** A client may put anything into its path: a line stays one, of plain ASCII. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .rootValueSeparator("\n")
            .build();

    private static final SerializableString TIME = new SerializedString("time");
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString METHOD = new SerializedString("method");
    private static final SerializableString PATH = new SerializedString("path");
    private static final SerializableString ROUTE = new SerializedString("route");
    private static final SerializableString STATUS = new SerializedString("status");
    private static final SerializableString BYTES = new SerializedString("bytes");
    private static final SerializableString MICROS = new SerializedString("micros");

    private final Vertx vertx;
    private StringWriter held;
    private JsonGenerator json;
    private int lines;

    public AccessLog(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void ended(RequestContext exchange) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        try {
            if (lines++ == 0) {
                held = new StringWriter();
                json = JSON.createGenerator(held);
                vertx.setTimer(HELD_MILLIS, timer -> flush());
            }
            write(exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lines == MOST_LINES) {
            flush();
        }
    }

    private void write(RequestContext exchange) throws IOException {
        String path = String.valueOf(exchange.request().path());
        json.writeStartObject();
        text(TIME, Instant.now().toString());
        text(ID, exchange.requestId());
        text(METHOD, exchange.request().method().name());
        text(PATH, path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH));
        text(ROUTE, exchange.route());
        number(STATUS, exchange.status());
        number(BYTES, exchange.bytes());
        number(MICROS, TimeUnit.NANOSECONDS.toMicros(exchange.nanos()));
        json.writeEndObject();
    }

    private void text(SerializableString name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }

    private void number(SerializableString name, long value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value);
    }

    /** Lets go what is held. */
    public void flush() {
        if (lines == 0) {
            return;
        }
        lines = 0;
        try {
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LOG.info(held.toString());
    }
}
