package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.throughput.CapacityUnits.Consistency;
import io.github.viewtally.testsupport.throughput.Resource.Kind;
import io.github.viewtally.testsupport.throughput.TableSchema.IndexSchema;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Charge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A read of an item, or of one page of a query. A read is admitted with the charge of a small item. The rest is charged when
 * the response is known, and may put the partition into debt.
 */
record PlannedRead(Resource resource, String partition, Consistency consistency) {

    /** A condition for the value of a key, in a key condition expression. */
    private static final Pattern EQUALS = Pattern.compile("([#\\w]+)\\s*=\\s*(:\\w+)");

    /** A read outside of transactions. */
    static PlannedRead of(Resource resource, String partition, JsonObject options) {
        boolean consistent = Boolean.TRUE.equals(options.getBoolean("ConsistentRead"));
        return new PlannedRead(resource, partition, consistent ? Consistency.STRONG : Consistency.EVENTUAL);
    }

    /**
     * A query of a table or an index.
     *
     * @throws IllegalArgumentException if its key condition does not name a value of the partition key
     */
    static PlannedRead ofQuery(TableSchema table, JsonObject query) {
        String indexName = query.getString("IndexName");
        if (indexName == null) {
            return of(table.resource(), partition(table.key(), query), query);
        }
        IndexSchema index = table.index(indexName).orElseThrow(IllegalArgumentException::new);
        return of(index.resource(), partition(index.key(), query), query);
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

    /** The charge before the read. */
    Charge atLeast() {
        return charge(CapacityUnits.read(0, consistency));
    }

    /** The charge after the read, of this number of bytes in addition to {@link #atLeast}. */
    Charge rest(int bytes) {
        return charge(CapacityUnits.read(bytes, consistency) - CapacityUnits.read(0, consistency));
    }

    private Charge charge(double units) {
        return new Charge(resource, partition, Kind.READ, units);
    }

    /**
     * Returns the bytes that a query has read. Of items that a filter has removed, only the number is known; they count as
     * large as the others on average.
     */
    static int bytesOf(JsonObject queryResponse) {
        JsonArray items = queryResponse.getJsonArray("Items", new JsonArray());
        long bytes = 0;
        for (Object item : items) {
            bytes += ItemSizes.bytes((JsonObject) item);
        }
        int scanned = queryResponse.getInteger("ScannedCount", items.size());
        return (int) (items.isEmpty() ? 0 : bytes * Math.max(scanned, items.size()) / items.size());
    }
}
