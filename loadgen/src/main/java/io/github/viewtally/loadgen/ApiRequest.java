package io.github.viewtally.loadgen;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** A request to the API: {@code path} is relative to the base URL and already encoded, {@code body} may be null. */
record ApiRequest(HttpMethod method, String path, JsonObject body) {
    ApiRequest {
        requireNonNull(method);
        requireNonNull(path);
    }
}
