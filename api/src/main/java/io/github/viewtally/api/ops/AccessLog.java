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
 * Logs each request as a line of JSON: end time, id, trace id if tracing is on, method, path, route, status, response bytes and microseconds. It
 * logs no query, body or address; the path is the only personal data. The lines of 50 milliseconds are one log message,
 * because a message per line would cost more than the line. The logger must be configured so that it does not block the
 * event loop. Use it on one event loop.
 */
public final class AccessLog implements RequestListener {

    /** The name of the logger. */
    public static final String LOGGER = "io.github.viewtally.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final int MAX_LINES = 100;
    private static final int FLUSH_MILLIS = 50;
    private static final int MAX_PATH = 1_024;

    /** A client may send any path, so the JSON is escaped to one line of ASCII. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .rootValueSeparator("\n")
            .build();

    private static final SerializableString TIME = new SerializedString("time");
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString TRACE_ID = new SerializedString("traceId");
    private static final SerializableString METHOD = new SerializedString("method");
    private static final SerializableString PATH = new SerializedString("path");
    private static final SerializableString ROUTE = new SerializedString("route");
    private static final SerializableString STATUS = new SerializedString("status");
    private static final SerializableString BYTES = new SerializedString("bytes");
    private static final SerializableString MICROS = new SerializedString("micros");

    private final Vertx vertx;
    private StringWriter pending;
    private JsonGenerator json;
    private int lines;

    public AccessLog(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void ended(RequestContext request) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        try {
            if (lines++ == 0) {
                pending = new StringWriter();
                json = JSON.createGenerator(pending);
                vertx.setTimer(FLUSH_MILLIS, timer -> flush());
            }
            write(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lines == MAX_LINES) {
            flush();
        }
    }

    private void write(RequestContext request) throws IOException {
        String path = String.valueOf(request.request().path());
        json.writeStartObject();
        text(TIME, Instant.now().toString());
        text(ID, request.requestId());
        if (request.traceId().isPresent()) {
            text(TRACE_ID, request.traceId().get());
        }
        text(METHOD, request.request().method().name());
        text(PATH, path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH));
        text(ROUTE, request.route());
        number(STATUS, request.status());
        number(BYTES, request.bytes());
        number(MICROS, TimeUnit.NANOSECONDS.toMicros(request.nanos()));
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

    /** Writes the pending lines to the logger. */
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
        LOG.info(pending.toString());
    }
}
