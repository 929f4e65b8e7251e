package io.github.viewtally.testsupport.throughput;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

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
}
