package io.github.viewtally.testsupport.faults;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * A batch that DynamoDB processes in part. The first half of each table's items is forwarded. The rest, at least one item,
 * is returned as unprocessed, so that the client has to retry it.
 */
final class PartialBatch {

    private static final String KEYS = "Keys";
    private static final String ITEMS = "RequestItems";

    private final HttpMessage request;
    private final boolean reads;
    private final JsonObject body;
    private final JsonObject forwarded = new JsonObject();
    private final JsonObject unprocessed = new JsonObject();

    PartialBatch(HttpMessage request) {
        this.request = request;
        this.reads = request.operation().equals("BatchGetItem");
        this.body = new JsonObject(request.text());
        body.getJsonObject(ITEMS).forEach(table -> split(table.getKey(), table.getValue()));
    }

    private void split(String table, Object requested) {
        JsonArray items = reads ? ((JsonObject) requested).getJsonArray(KEYS) : (JsonArray) requested;
        JsonArray first = new JsonArray();
        JsonArray second = new JsonArray();
        for (int i = 0; i < items.size(); i++) {
            (i < items.size() / 2 ? first : second).add(items.getValue(i));
        }
        if (!first.isEmpty()) {
            forwarded.put(table, like(requested, first));
        }
        unprocessed.put(table, like(requested, second));
    }

    private Object like(Object requested, JsonArray items) {
        return reads ? ((JsonObject) requested).copy().put(KEYS, items) : items;
    }

    /** Forwards the first part and returns the response to the whole batch. */
    HttpMessage exchange(TargetConnection target) throws IOException {
        if (forwarded.isEmpty()) {
            return FaultResponses.response("200 OK", withUnprocessed(new JsonObject()));
        }
        HttpMessage response = target.exchange(
                request.withBody(body.copy().put(ITEMS, forwarded).encode()));
        return response.isSuccess()
                ? response.withBody(
                        withUnprocessed(new JsonObject(response.text())).encode())
                : response;
    }

    private JsonObject withUnprocessed(JsonObject response) {
        String name = reads ? "UnprocessedKeys" : "UnprocessedItems";
        JsonObject all = unprocessed.copy();
        response.getJsonObject(name, new JsonObject())
                .forEach(table -> all.put(table.getKey(), both(all.getValue(table.getKey()), table.getValue())));
        return response.put(name, all);
    }

    /** Joins the unprocessed items of the proxy and of DynamoDB. */
    private Object both(Object proxys, Object dynamoDbs) {
        JsonArray items = (reads ? ((JsonObject) proxys).getJsonArray(KEYS) : (JsonArray) proxys).copy();
        items.addAll(reads ? ((JsonObject) dynamoDbs).getJsonArray(KEYS) : (JsonArray) dynamoDbs);
        return like(proxys, items);
    }
}
