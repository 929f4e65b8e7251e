package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.throughput.Resource.Kind;
import io.github.viewtally.testsupport.throughput.TableSchema.IndexSchema;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Charge;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A write of one item, from any operation.
 *
 * @param body the JSON with the item or key and, for an update, its expression
 */
record WriteAction(TableSchema table, Type type, JsonObject body) {

    /** The kinds of writes. A condition check writes nothing, but costs as much as a write. */
    enum Type {
        PUT,
        UPDATE,
        DELETE,
        CHECK
    }

    /** The attributes of the item's key. */
    JsonObject key() {
        return type == Type.PUT ? table.key().of(body.getJsonObject("Item")) : body.getJsonObject("Key");
    }

    /** The item's table and key as text. */
    String id() {
        return id(table, key());
    }

    /** Returns the {@link #id()} of an item, or of a key. */
    static String id(TableSchema table, JsonObject item) {
        return table.name() + "/" + table.key().textOf(item);
    }

    /**
     * Returns the item after the write; empty if it does not exist then.
     *
     * @param oldItem empty if the item does not exist
     */
    JsonObject applyTo(JsonObject oldItem) {
        return switch (type) {
            case PUT -> body.getJsonObject("Item");
            case UPDATE -> UpdateExpression.apply(oldItem.isEmpty() ? key() : oldItem, body);
            case DELETE -> new JsonObject();
            case CHECK -> oldItem;
        };
    }

    /**
     * Returns what the write takes from the table and from each index ("DynamoDB read and write operations" and "Using Global
     * Secondary Indexes", section "Write capacity units", in the DynamoDB guide). The table is charged by the larger one of
     * the two items. An index is charged for each entry that is put or removed, and nothing if its entry stays the same. A
     * transaction doubles the charge of the table; the guide does not say that it doubles those of the indexes, which
     * DynamoDB updates later and one by one.
     *
     * @param oldItem empty if the item did not exist
     * @param newItem empty if the item does not exist afterwards
     */
    List<Charge> charges(JsonObject oldItem, JsonObject newItem, boolean transactional) {
        List<Charge> charges = new ArrayList<>();
        int bytes = Math.max(ItemSizes.bytes(oldItem), ItemSizes.bytes(newItem));
        charges.add(new Charge(
                table.resource(),
                table.key().partitionOf(key()),
                Kind.WRITE,
                CapacityUnits.write(bytes, transactional)));
        for (IndexSchema index : table.indexes()) {
            add(index, index.entry(oldItem), index.entry(newItem), charges);
        }
        return charges;
    }

    private static void add(
            IndexSchema index, Optional<JsonObject> oldEntry, Optional<JsonObject> newEntry, List<Charge> charges) {
        if (oldEntry.equals(newEntry)) {
            return;
        }
        boolean stays = oldEntry.isPresent()
                && newEntry.isPresent()
                && index.key().textOf(oldEntry.get()).equals(index.key().textOf(newEntry.get()));
        if (stays) {
            int bytes = Math.max(ItemSizes.bytes(oldEntry.get()), ItemSizes.bytes(newEntry.get()));
            charges.add(charge(index, newEntry.get(), bytes));
        } else {
            oldEntry.ifPresent(entry -> charges.add(charge(index, entry, ItemSizes.bytes(entry))));
            newEntry.ifPresent(entry -> charges.add(charge(index, entry, ItemSizes.bytes(entry))));
        }
    }

    private static Charge charge(IndexSchema index, JsonObject entry, int bytes) {
        return new Charge(
                index.resource(), index.key().partitionOf(entry), Kind.WRITE, CapacityUnits.write(bytes, false));
    }
}
