package io.github.viewtally.testsupport.throughput;

import io.vertx.core.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the partition that a query reads, in its key condition expression. */
final class KeyCondition {

    private static final Pattern EQUALS = Pattern.compile("([#\\w]+)\\s*=\\s*(:\\w+)");

    private KeyCondition() {}

    /**
     * Plans a query.
     *
     * @throws IllegalArgumentException if its expression does not name a value of the partition key
     */
    static PlannedRead plan(TableSchema table, JsonObject query) {
        String indexName = query.getString("IndexName");
        if (indexName == null) {
            return PlannedRead.of(table.resource(), partition(table.key(), query), query);
        }
        IndexSchema index = table.index(indexName).orElseThrow(IllegalArgumentException::new);
        return PlannedRead.of(index.resource(), partition(index.key(), query), query);
    }

    private static String partition(KeyAttributes key, JsonObject query) {
        JsonObject names = query.getJsonObject("ExpressionAttributeNames", new JsonObject());
        Matcher matcher = EQUALS.matcher(query.getString("KeyConditionExpression"));
        while (matcher.find()) {
            String name = matcher.group(1);
            if (key.partition().equals(names.getString(name, name))) {
                return KeyAttributes.text(
                        query.getJsonObject("ExpressionAttributeValues").getJsonObject(matcher.group(2)));
            }
        }
        throw new IllegalArgumentException("no partition in the key condition");
    }
}
