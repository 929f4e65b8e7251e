package io.github.viewtally.benchmarks.micro;

import io.github.viewtally.local.mapping.RecordFilter;
import io.github.viewtally.local.mapping.RecordWriter;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.time.Instant;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Matches the record of a new view with the event filter of the template. */
@State(Scope.Benchmark)
public class RecordFilterBenchmark {

    private final RecordFilter filter = new RecordFilter(StackTemplate.load(Map.of()).mappings().stream()
            .filter(mapping -> mapping.functionName().equals("ViewAggregator"))
            .findFirst()
            .orElseThrow()
            .patterns());
    private final String record = record();

    private static String record() {
        Map<String, AttributeValue> item =
                EventItems.toItem(new View("user-17", "video-4711", 42, "2026-01-01T00:30:25.000000+00:00"));
        Record inserted = Record.builder()
                .eventID("c4ca4238a0b923820dcc509a6f75849b")
                .eventName(OperationType.INSERT)
                .eventVersion("1.1")
                .eventSource("aws:dynamodb")
                .awsRegion("eu-central-1")
                .dynamodb(change -> change.approximateCreationDateTime(Instant.EPOCH)
                        .keys(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)))
                        .newImage(item)
                        .sequenceNumber("1".repeat(25))
                        .sizeBytes(250L)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
                .build();
        return new RecordWriter("arn:aws:dynamodb:eu-central-1:000000000000:table/video-stats/stream/x")
                .write(inserted)
                .json();
    }

    @Benchmark
    public boolean matchAViewWithItsFilter() {
        return filter.passes(record);
    }
}
