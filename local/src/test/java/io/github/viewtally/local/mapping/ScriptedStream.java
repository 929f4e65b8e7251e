package io.github.viewtally.local.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A stream whose reads return the scripted responses in order. It records the requested iterators. */
final class ScriptedStream implements DynamoDbStreamsClient {

    final Deque<Supplier<GetRecordsResponse>> responses = new ArrayDeque<>();
    final List<String> iterators = new ArrayList<>();
    Optional<String> endingSequenceNumber = Optional.empty();

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        return responses.remove().get();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        String number = request.sequenceNumber() == null ? "" : " " + request.sequenceNumber();
        iterators.add(request.shardIteratorTypeAsString() + number);
        return GetShardIteratorResponse.builder().shardIterator("iterator").build();
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        Shard shard = Shard.builder()
                .shardId("shard")
                .sequenceNumberRange(range ->
                        range.startingSequenceNumber("1").endingSequenceNumber(endingSequenceNumber.orElse(null)))
                .build();
        return DescribeStreamResponse.builder()
                .streamDescription(description -> description.shards(shard))
                .build();
    }

    @Override
    public String serviceName() {
        return "scripted";
    }

    @Override
    public void close() {}
}
