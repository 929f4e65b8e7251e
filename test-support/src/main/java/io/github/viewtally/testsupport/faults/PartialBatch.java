package io.github.viewtally.testsupport.faults;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * A batch call of which DynamoDB does only a part, as it may: of each table the first half, so that at least one item is
 * left. What is left is named in the answer, and the client is to ask for it again.
 */
final class PartialBatch {

    private static final String KEYS = "Keys";
    private static final String ITEMS = "RequestItems";

    private final HttpMessage request;
    private final boolean reads;
    private final JsonObject body;
    private final JsonObject done = new JsonObject();
    private final JsonObject left = new JsonObject();

    PartialBatch(HttpMessage request) {
        this.request = request;
        this.reads = request.operation().equals("BatchGetItem");
        this.body = new JsonObject(request.text());
        body.getJsonObject(ITEMS).forEach(table -> split(table.getKey(), table.getValue()));
    }

    private void split(String table, Object asked) {
        JsonArray items = reads ? ((JsonObject) asked).getJsonArray(KEYS) : (JsonArray) asked;
        JsonArray first = new JsonArray();
        JsonArray second = new JsonArray();
        for (int i = 0; i < items.size(); i++) {
            (i < items.size() / 2 ? first : second).add(items.getValue(i));
        }
        if (!first.isEmpty()) {
            done.put(table, likeAsked(asked, first));
        }
        left.put(table, likeAsked(asked, second));
    }

    private Object likeAsked(Object asked, JsonArray items) {
        return reads ? ((JsonObject) asked).copy().put(KEYS, items) : items;
    }

    /** Has the part done, if there is one, and makes the answer to the whole. */
    HttpMessage exchange(TargetConnection target) throws IOException {
        if (done.isEmpty()) {
            return OwnAnswers.answer("200 OK", withLeft(new JsonObject()));
        }
        HttpMessage answer =
                target.exchange(request.withBody(body.copy().put(ITEMS, done).encode()));
        return answer.isSuccess()
                ? answer.withBody(withLeft(new JsonObject(answer.text())).encode())
                : answer;
    }

    private JsonObject withLeft(JsonObject answer) {
        String name = reads ? "UnprocessedKeys" : "UnprocessedItems";
        JsonObject unprocessed = left.copy();
        answer.getJsonObject(name, new JsonObject())
                .forEach(table ->
                        unprocessed.put(table.getKey(), both(unprocessed.getValue(table.getKey()), table.getValue())));
        return answer.put(name, unprocessed);
    }

    /** What the proxy has left and what DynamoDB itself has. */
    private Object both(Object ours, Object theirs) {
        JsonArray items = (reads ? ((JsonObject) ours).getJsonArray(KEYS) : (JsonArray) ours).copy();
        items.addAll(reads ? ((JsonObject) theirs).getJsonArray(KEYS) : (JsonArray) theirs);
        return likeAsked(ours, items);
    }
}
