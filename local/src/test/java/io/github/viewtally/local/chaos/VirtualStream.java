package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.VirtualShards.CapturedRecord;
import io.github.viewtally.local.chaos.VirtualShards.Shard;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The stream of one history, with its virtual shards. A shard with children has ended; the others stay open. */
final class VirtualStream implements DynamoDbStreamsClient {

    private static final int PAGE = 40;

    private final Map<String, List<Record>> shards = new LinkedHashMap<>();
    private final Map<String, Optional<String>> parents = new HashMap<>();

    VirtualStream(List<Shard> shards) {
        // Children come first, because DynamoDB promises no order.
        for (int i = shards.size() - 1; i >= 0; i--) {
            Shard shard = shards.get(i);
            this.shards.put(
                    shard.id(),
                    shard.records().stream().map(CapturedRecord::record).toList());
            parents.put(shard.id(), shard.parent());
        }
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        return DescribeStreamResponse.builder()
                .streamDescription(description -> description.shards(
                        shards.keySet().stream().map(this::described).toList()))
                .build();
    }

    private software.amazon.awssdk.services.dynamodb.model.Shard described(String id) {
        return software.amazon.awssdk.services.dynamodb.model.Shard.builder()
                .shardId(id)
                .parentShardId(parents.get(id).orElse(null))
                .build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        List<Record> records = shards.get(request.shardId());
        int start = 0;
        if (request.shardIteratorType() == ShardIteratorType.AFTER_SEQUENCE_NUMBER) {
            BigInteger last = new BigInteger(request.sequenceNumber());
            while (start < records.size()
                    && new BigInteger(records.get(start).dynamodb().sequenceNumber()).compareTo(last) <= 0) {
                start++;
            }
        }
        return GetShardIteratorResponse.builder()
                .shardIterator(request.shardId() + "/" + start)
                .build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        String[] iterator = request.shardIterator().split("/");
        List<Record> records = shards.get(iterator[0]);
        int from = Integer.parseInt(iterator[1]);
        int to = Math.min(records.size(), from + PAGE);
        boolean isEnded = to == records.size() && parents.containsValue(Optional.of(iterator[0]));
        return GetRecordsResponse.builder()
                .records(records.subList(from, to))
                .nextShardIterator(isEnded ? null : iterator[0] + "/" + to)
                .build();
    }

    @Override
    public String serviceName() {
        return DynamoDbStreamsClient.SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
