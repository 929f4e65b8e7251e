package io.github.viewtally.testsupport.protocol;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;

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
        return reads ? with(KEYS, elements, (JsonObject) requested) : elements;
    }

    /** Returns an object that differs in one field. Its other values are not copied. */
    private static JsonObject with(String field, Object value, JsonObject others) {
        return new JsonObject(new LinkedHashMap<>(others.getMap())).put(field, value);
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
        return with(ITEMS, forwarded, request);
    }

    /**
     * Adds the unprocessed elements to the response of the forwarded part, and returns it.
     *
     * @param response an empty object if nothing was forwarded
     */
    public JsonObject addUnprocessedTo(JsonObject response) {
        String name = reads ? "UnprocessedKeys" : "UnprocessedItems";
        JsonObject all = new JsonObject(new LinkedHashMap<>(unprocessed.getMap()));
        response.getJsonObject(name, new JsonObject())
                .forEach(table -> all.put(table.getKey(), both(all.getValue(table.getKey()), table.getValue())));
        return response.put(name, all);
    }

    /** Joins the unprocessed elements of the proxy, if any, and of DynamoDB. */
    private Object both(Object proxys, Object dynamoDbs) {
        return proxys == null ? dynamoDbs : like(proxys, elements(proxys).copy().addAll(elements(dynamoDbs)));
    }
}
