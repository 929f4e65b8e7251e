package io.github.viewtally.testsupport.throughput;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** A response to a client: of DynamoDB Local or of the model. */
record ProxiedResponse(int status, MultiMap headers, Buffer body) {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    /** They belong to a connection, or describe the bytes of a body. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length");

    private static final String CHECKSUM = "x-amz-crc32";

    /** An error of the model. */
    static ProxiedResponse error(JsonObject body) {
        return of(BAD_REQUEST, body);
    }

    /** A successful response of the model. */
    static ProxiedResponse ok(JsonObject body) {
        return of(OK, body);
    }

    private static ProxiedResponse of(int status, JsonObject body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Content-Type", "application/x-amz-json-1.0")
                .set("x-amzn-RequestId", UUID.randomUUID().toString());
        return new ProxiedResponse(status, headers, body.toBuffer());
    }

    /** Returns a copy with another body. */
    ProxiedResponse withBody(JsonObject other) {
        MultiMap others = MultiMap.caseInsensitiveMultiMap().addAll(headers).remove(CHECKSUM);
        return new ProxiedResponse(status, others, other.toBuffer());
    }

    boolean isSuccess() {
        return status == OK;
    }

    void writeTo(HttpServerResponse response) {
        response.setStatusCode(status);
        headers.forEach(header -> {
            if (!NOT_FORWARDED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.putHeader(header.getKey(), header.getValue());
            }
        });
        response.end(body);
    }
}
