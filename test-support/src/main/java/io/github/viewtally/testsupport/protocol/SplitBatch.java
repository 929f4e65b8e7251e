package io.github.viewtally.testsupport.protocol;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A BatchWriteItem or BatchGetItem request of which DynamoDB processes a part. The elements of that part are forwarded. The
 * others are returned as unprocessed, so that the client has to send them again.
 */
public final class SplitBatch {

    /** Decides which elements are forwarded. It is called once for each element, in their order. */
    @FunctionalInterface
    public interface Selection {

        /**
         * Returns whether an element is forwarded.
         *
         * @param index of the element in its table
         * @param size number of elements of the table
         */
        boolean forwards(String table, int index, int size);
    }

    private static final String KEYS = "Keys";
    private static final String ITEMS = "RequestItems";

    private final JsonObject request;
    private final boolean reads;
    private final JsonObject forwarded = new JsonObject();
    private final JsonObject unprocessed = new JsonObject();

    /** Splits a request. */
    public SplitBatch(String operation, JsonObject request, Selection selection) {
        this.request = request;
        this.reads = operation.equals("BatchGetItem");
        request.getJsonObject(ITEMS).forEach(table -> split(table.getKey(), table.getValue(), selection));
    }

    private void split(String table, Object requested, Selection selection) {
        JsonArray elements = elements(requested);
        JsonArray first = new JsonArray();
        JsonArray second = new JsonArray();
        for (int i = 0; i < elements.size(); i++) {
            (selection.forwards(table, i, elements.size()) ? first : second).add(elements.getValue(i));
        }
        if (!first.isEmpty()) {
            forwarded.put(table, like(requested, first));
        }
        if (!second.isEmpty()) {
            unprocessed.put(table, like(requested, second));
        }
    }

    private JsonArray elements(Object requested) {
        return reads ? ((JsonObject) requested).getJsonArray(KEYS) : (JsonArray) requested;
    }

    private Object like(Object requested, JsonArray elements) {
        return reads ? ((JsonObject) requested).copy().put(KEYS, elements) : elements;
    }

    /** Returns whether every element is forwarded. */
    public boolean forwardsAll() {
        return unprocessed.isEmpty();
    }

    /** Returns whether no element is forwarded. */
    public boolean forwardsNothing() {
        return forwarded.isEmpty();
    }

    /** Returns the request for the forwarded part. */
    public JsonObject forwarded() {
        JsonObject part = new JsonObject();
        request.forEach(field -> part.put(field.getKey(), field.getValue()));
        return part.put(ITEMS, forwarded);
    }

    /**
     * Adds the unprocessed elements to the response of the forwarded part, and returns it.
     *
     * @param response an empty object if nothing was forwarded
     */
    public JsonObject addUnprocessedTo(JsonObject response) {
        String name = reads ? "UnprocessedKeys" : "UnprocessedItems";
        JsonObject all = unprocessed.copy();
        response.getJsonObject(name, new JsonObject())
                .forEach(table -> all.put(table.getKey(), both(all.getValue(table.getKey()), table.getValue())));
        return response.put(name, all);
    }

    /** Joins the unprocessed elements of the proxy, if any, and of DynamoDB. */
    private Object both(Object proxys, Object dynamoDbs) {
        return proxys == null ? dynamoDbs : like(proxys, elements(proxys).copy().addAll(elements(dynamoDbs)));
    }
}
