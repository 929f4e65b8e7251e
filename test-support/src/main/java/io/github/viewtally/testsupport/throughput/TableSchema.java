package io.github.viewtally.testsupport.throughput;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of a table and its global secondary indexes. Local secondary indexes are not modelled. */
record TableSchema(String name, Resource resource, KeyAttributes key, List<IndexSchema> indexes) {

    /** Reads the response of DescribeTable. */
    static TableSchema of(JsonObject describeTable) {
        JsonObject table = describeTable.getJsonObject("Table");
        String arn = table.getString("TableArn");
        KeyAttributes key = KeyAttributes.of(table.getJsonArray("KeySchema"));
        List<IndexSchema> indexes = table.getJsonArray("GlobalSecondaryIndexes", new JsonArray()).stream()
                .map(index -> IndexSchema.of(arn, key, (JsonObject) index))
                .toList();
        return new TableSchema(table.getString("TableName"), new Resource(arn, Optional.empty()), key, indexes);
    }

    /** Returns an index by its name. */
    Optional<IndexSchema> index(String indexName) {
        return indexes.stream()
                .filter(index -> index.resource().index().equals(Optional.of(indexName)))
                .findFirst();
    }

    /**
     * A global secondary index.
     *
     * @param projected the names of the attributes in its entries; empty if they have all attributes
     */
    record IndexSchema(Resource resource, KeyAttributes key, Optional<Set<String>> projected) {

        /** Reads an element of GlobalSecondaryIndexes in a table's description. */
        private static IndexSchema of(String tableArn, KeyAttributes tableKey, JsonObject description) {
            String name = description.getString("IndexName");
            KeyAttributes key = KeyAttributes.of(description.getJsonArray("KeySchema"));
            return new IndexSchema(
                    new Resource(tableArn + "/index/" + name, Optional.of(name)),
                    key,
                    projected(description.getJsonObject("Projection"), key, tableKey));
        }

        private static Optional<Set<String>> projected(
                JsonObject projection, KeyAttributes key, KeyAttributes tableKey) {
            if (projection.getString("ProjectionType").equals("ALL")) {
                return Optional.empty();
            }
            Set<String> names = new HashSet<>();
            projection.getJsonArray("NonKeyAttributes", new JsonArray()).forEach(name -> names.add((String) name));
            for (KeyAttributes each : List.of(key, tableKey)) {
                names.add(each.partition());
                each.sort().ifPresent(names::add);
            }
            return Optional.of(names);
        }

        /** Returns the entry of an item; empty if the item is not in the index, because it lacks an attribute of the key. */
        Optional<JsonObject> entry(JsonObject item) {
            if (!key.areIn(item)) {
                return Optional.empty();
            }
            if (projected.isEmpty()) {
                return Optional.of(item);
            }
            JsonObject entry = new JsonObject();
            projected.get().stream().filter(item::containsKey).forEach(name -> entry.put(name, item.getValue(name)));
            return Optional.of(entry);
        }
    }
}
