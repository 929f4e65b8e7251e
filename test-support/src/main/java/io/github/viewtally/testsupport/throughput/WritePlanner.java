package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.throughput.ThroughputModel.Charge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans writes: their charges depend on the item before and after. Items that were written lately are cached. An update,
 * a deletion or a condition check of another item reads it from DynamoDB Local first. A put of another item counts as a new
 * item, so a put that replaces an item from before the last {@value #MAX_ITEMS} takes 1 write of an index where AWS would
 * take 0 or 2. Writes in flight at the same time are planned with the same item. Use it on the event loop.
 */
final class WritePlanner {

    private static final int MAX_ITEMS = 50_000;

    /** A write with its charges. */
    record PlannedWrite(WriteAction action, String id, JsonObject newItem, List<Charge> charges) {}

    private final DynamoDbTarget target;
    private final ThroughputModel model;

    /** By id; an empty item is known not to exist. */
    private final Map<String, JsonObject> known = new LruMap<>(MAX_ITEMS);

    WritePlanner(DynamoDbTarget target, ThroughputModel model) {
        this.target = target;
        this.model = model;
    }

    /** Plans the writes of one call, in their order. */
    Future<List<PlannedWrite>> plan(ProxiedCall call, List<WriteAction> actions, boolean transactional) {
        Map<String, Map<String, JsonObject>> missing = new HashMap<>();
        for (WriteAction action : actions) {
            if (action.type() != WriteAction.Type.PUT && !known.containsKey(action.id())) {
                missing.computeIfAbsent(action.table().name(), table -> new HashMap<>())
                        .put(action.id(), action.key());
            }
        }
        Future<Void> loaded = missing.isEmpty() ? Future.succeededFuture() : load(call, missing, actions);
        return loaded.map(ready ->
                actions.stream().map(action -> plan(action, transactional)).toList());
    }

    private Future<Void> load(
            ProxiedCall call, Map<String, Map<String, JsonObject>> missing, List<WriteAction> actions) {
        JsonObject tables = new JsonObject();
        missing.forEach((table, keys) -> tables.put(
                table,
                new JsonObject().put("ConsistentRead", true).put("Keys", new JsonArray(List.copyOf(keys.values())))));
        return target.send(call.to("BatchGetItem", new JsonObject().put("RequestItems", tables)))
                .map(response -> {
                    if (response.isSuccess()) {
                        JsonObject found = response.body().toJsonObject().getJsonObject("Responses");
                        actions.stream().map(WriteAction::table).distinct().forEach(table -> found.getJsonArray(
                                        table.name(), new JsonArray())
                                .forEach(item -> known.putIfAbsent(
                                        WriteAction.id(table, (JsonObject) item), (JsonObject) item)));
                    }
                    missing.values()
                            .forEach(keys -> keys.keySet().forEach(id -> known.putIfAbsent(id, new JsonObject())));
                    return null;
                });
    }

    private PlannedWrite plan(WriteAction action, boolean transactional) {
        String id = action.id();
        JsonObject oldItem = known.getOrDefault(id, new JsonObject());
        JsonObject newItem = action.applyTo(oldItem);
        return new PlannedWrite(action, id, newItem, action.charges(oldItem, newItem, transactional));
    }

    /**
     * Gives back the unused charges of a call and returns its response. If DynamoDB has rejected the call, the indexes were
     * not written. If a condition failed, the write still costs units of the table ("DynamoDB read and write operations" in
     * the DynamoDB guide).
     */
    ProxiedResponse settle(List<PlannedWrite> writes, ProxiedResponse response) {
        if (response.isSuccess()) {
            writes.forEach(write -> known.put(write.id(), write.newItem()));
            return response;
        }
        boolean conditionFailed = response.body().toString().contains("ConditionalCheckFailed");
        for (PlannedWrite write : writes) {
            List<Charge> unused = new ArrayList<>(write.charges());
            unused.removeIf(
                    charge -> conditionFailed && charge.resource().index().isEmpty());
            model.giveBack(unused);
        }
        return response;
    }

    /** Removes the cached items of a call whose outcome is unknown. */
    void invalidate(List<PlannedWrite> writes) {
        writes.forEach(write -> known.remove(write.id()));
    }

    /** Removes all cached items, because their table may have been deleted. */
    void clear() {
        known.clear();
    }
}
