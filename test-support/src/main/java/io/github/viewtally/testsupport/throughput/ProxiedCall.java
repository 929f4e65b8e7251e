package io.github.viewtally.testsupport.throughput;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** A request of a client. */
record ProxiedCall(HttpMethod method, String uri, MultiMap headers, Buffer body) {

    private static final String TARGET = "X-Amz-Target";

    /** The API and operation, such as "DynamoDB_20120810.PutItem"; an empty string if there is none. */
    String target() {
        String target = headers.get(TARGET);
        return target == null ? "" : target;
    }

    /** Returns a request with another body to the same operation. */
    ProxiedCall withBody(JsonObject other) {
        return new ProxiedCall(method, uri, headers, other.toBuffer());
    }

    /** Returns a request with the same credentials to another operation. DynamoDB Local does not check the signature. */
    ProxiedCall to(String operation, JsonObject other) {
        MultiMap changed = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        changed.set(TARGET, "DynamoDB_20120810." + operation);
        return new ProxiedCall(method, uri, changed, other.toBuffer());
    }
}
