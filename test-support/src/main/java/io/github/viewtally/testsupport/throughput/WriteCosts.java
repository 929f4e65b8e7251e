package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.throughput.Resource.Kind;
import io.github.viewtally.testsupport.throughput.TableSchema.IndexSchema;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Charge;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a write takes from the table and from each index ("DynamoDB read and write operations" and "Using Global Secondary
 * Indexes", section "Write capacity units", in the DynamoDB guide).
 */
final class WriteCosts {

    private WriteCosts() {}

    /**
     * Returns the charges of a write. The table is charged by the larger one of the two items. An index is charged for each
     * entry that is put or removed, and nothing if its entry stays the same. A transaction doubles the charge of the table;
     * the guide does not say that it doubles those of the indexes, which DynamoDB updates later and one by one.
     *
     * @param oldItem empty if the item did not exist
     * @param newItem empty if the item does not exist afterwards
     */
    static List<Charge> of(WriteAction action, JsonObject oldItem, JsonObject newItem, boolean transactional) {
        TableSchema table = action.table();
        List<Charge> charges = new ArrayList<>();
        int bytes = Math.max(ItemSizes.bytes(oldItem), ItemSizes.bytes(newItem));
        charges.add(new Charge(
                table.resource(),
                table.key().partitionOf(action.key()),
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
