package io.github.viewtally.loadgen.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** A request to the API. The path is relative to the base URL, encoded, and includes the query. The body is JSON. */
public record ApiRequest(HttpMethod method, String path, Optional<Buffer> body) {
    public ApiRequest {
        requireNonNull(method);
        requireNonNull(path);
        requireNonNull(body);
    }

    public static ApiRequest get(String path) {
        return new ApiRequest(HttpMethod.GET, path, Optional.empty());
    }
}
