package io.github.viewtally.testsupport.throughput;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Calls of DynamoDB Streams: each shard is divided into {@link VirtualShard}s. A read of a virtual shard reads the real
 * shard from DynamoDB Local and returns only the records of the virtual shard. So a page may be empty although more follow.
 */
final class StreamCalls {

    /** Separates the parts of an iterator: virtual shard, partition key attribute, iterator of DynamoDB Local. */
    private static final String SEPARATOR = "|";

    private static final String SHARD_ID = "ShardId";
    private static final String ITERATOR = "ShardIterator";

    private final DynamoDbTarget target;
    private final TableSchemas schemas;
    private final int shards;

    StreamCalls(DynamoDbTarget target, TableSchemas schemas, int shards) {
        this.target = target;
        this.schemas = schemas;
        this.shards = shards;
    }

    /** DescribeStream. */
    Future<ProxiedResponse> describe(ProxiedCall call, JsonObject body) {
        String after = body.getString("ExclusiveStartShardId");
        JsonObject real = after == null ? body : body.copy().put("ExclusiveStartShardId", realId(after));
        return send(call.withBody(real), response -> {
            JsonObject stream = response.getJsonObject("StreamDescription");
            JsonArray divided = new JsonArray();
            stream.getJsonArray("Shards", new JsonArray()).forEach(shard -> divide((JsonObject) shard, divided));
            String last = stream.getString("LastEvaluatedShardId");
            if (last != null) {
                stream.put("LastEvaluatedShardId", new VirtualShard(last, shards - 1).id());
            }
            return response.put("StreamDescription", stream.put("Shards", divided));
        });
    }

    private void divide(JsonObject shard, JsonArray divided) {
        for (int number = 0; number < shards; number++) {
            JsonObject virtual = shard.copy().put(SHARD_ID, new VirtualShard(shard.getString(SHARD_ID), number).id());
            String parent = shard.getString("ParentShardId");
            divided.add(parent == null ? virtual : virtual.put("ParentShardId", new VirtualShard(parent, number).id()));
        }
    }

    private static String realId(String id) {
        return VirtualShard.parse(id).map(VirtualShard::realId).orElse(id);
    }

    /** GetShardIterator. The name of the table is in the ARN of its stream. */
    Future<ProxiedResponse> iterator(ProxiedCall call, JsonObject body) {
        String arn = body.getString("StreamArn");
        String tableName = arn.substring(arn.indexOf(":table/") + ":table/".length(), arn.indexOf("/stream/"));
        VirtualShard shard = VirtualShard.parse(body.getString(SHARD_ID)).orElseThrow(IllegalArgumentException::new);
        ProxiedCall real = call.withBody(body.copy().put(SHARD_ID, shard.realId()));
        return schemas.plan(
                        call,
                        List.of(tableName),
                        tables -> Future.succeededFuture(
                                tables.get(tableName).key().partition()))
                .compose(attribute -> send(
                        real,
                        response -> response.put(
                                ITERATOR, iterator(shard.number(), attribute, response.getString(ITERATOR)))));
    }

    private static String iterator(int number, String attribute, String real) {
        return number + SEPARATOR + attribute + SEPARATOR + real;
    }

    /** GetRecords. */
    Future<ProxiedResponse> records(ProxiedCall call, JsonObject body) {
        String[] parts = body.getString(ITERATOR).split("\\|", 3);
        int number = Integer.parseInt(parts[0]);
        return send(call.withBody(body.copy().put(ITERATOR, parts[2])), response -> {
            JsonArray own = new JsonArray();
            response.getJsonArray("Records", new JsonArray()).stream()
                    .map(JsonObject.class::cast)
                    .filter(record -> number == VirtualShard.numberOf(partition(record, parts[1]), shards))
                    .forEach(own::add);
            String next = response.getString("NextShardIterator");
            if (next != null) {
                response.put("NextShardIterator", iterator(number, parts[1], next));
            }
            return response.put("Records", own);
        });
    }

    private static String partition(JsonObject record, String attribute) {
        return KeyAttributes.text(
                record.getJsonObject("dynamodb").getJsonObject("Keys").getJsonObject(attribute));
    }

    private Future<ProxiedResponse> send(ProxiedCall call, UnaryOperator<JsonObject> change) {
        return target.send(call)
                .map(response -> response.isSuccess()
                        ? response.withBody(change.apply(response.body().toJsonObject()))
                        : response);
    }
}
