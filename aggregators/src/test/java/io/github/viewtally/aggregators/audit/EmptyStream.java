package io.github.viewtally.aggregators.audit;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A stream of shards without records. */
class EmptyStream implements DynamoDbStreamsClient {

    private final List<String> shards;

    /** Lists the shards that are in the list at that time. */
    EmptyStream(List<String> shards) {
        this.shards = shards;
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        return DescribeStreamResponse.builder()
                .streamDescription(description -> description.shards(shards.stream()
                        .map(shardId -> Shard.builder().shardId(shardId).build())
                        .toList()))
                .build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        return GetShardIteratorResponse.builder().shardIterator("iterator").build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        return GetRecordsResponse.builder()
                .records(List.of())
                .nextShardIterator("iterator")
                .build();
    }

    @Override
    public String serviceName() {
        return "streams";
    }

    @Override
    public void close() {}
}
