package io.github.viewtally.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A response of the API. */
public record TestResponse(int status, MultiMap headers, Buffer body) {

    private static final List<String> WORDS_OF_LIBRARIES = List.of(
            "Exception",
            "com.fasterxml",
            "software.amazon",
            "io.vertx",
            "io.netty",
            "java.",
            "at io.",
            "Unexpected",
            "Source:",
            "Unrecognized token",
            "\\n");

    public JsonObject json() {
        return content().toJsonObject();
    }

    /** The body, uncompressed. */
    public Buffer content() {
        if (!"gzip".equals(headers.get("Content-Encoding"))) {
            return body;
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
            return Buffer.buffer(gzip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a body with a JSON object on each. */
    public List<JsonObject> lines() {
        return body.toString().lines().map(JsonObject::new).toList();
    }

    public List<JsonObject> items() {
        return objects(json().getJsonArray("items"));
    }

    public String nextCursor() {
        return json().getString("nextCursor");
    }

    public TestResponse hasStatus(int expected) {
        assertThat(status).as(body.toString()).isEqualTo(expected);
        return this;
    }

    /** Checks the headers that every response has. */
    public void hasHeadersOfEveryResponse() {
        assertThat(headers.getAll("X-Request-Id")).singleElement(STRING).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(headers.getAll("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.getAll("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(headers.getAll("Content-Security-Policy"))
                .singleElement(STRING)
                .contains("frame-ancestors 'none'");
    }

    /** Checks for a problem as in the contract that names these places and no internals. */
    public void isProblem(int expected, String... pointers) {
        hasStatus(expected);
        assertThat(headers.get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(body.toString()).doesNotContain(WORDS_OF_LIBRARIES);
        assertThat(json().getString("type")).isEqualTo("about:blank");
        assertThat(json().getString("title")).isNotBlank();
        assertThat(json().getInteger("status")).isEqualTo(expected);
        assertThat(json().getString("detail")).isNotBlank();
        assertThat(objects(json().getJsonArray("errors", new JsonArray())))
                .extracting(error -> error.getString("pointer"))
                .containsExactlyInAnyOrder(pointers);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream()
                .flatMap(element -> Stream.of((JsonObject) element))
                .toList();
    }
}
