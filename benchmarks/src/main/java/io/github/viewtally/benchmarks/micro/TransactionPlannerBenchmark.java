package io.github.viewtally.benchmarks.micro;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.TransactionPlanner;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Adds up a batch of 1,000 deserialized records and plans its transactions. */
@State(Scope.Benchmark)
public class TransactionPlannerBenchmark {

    private static final int SIZE = 1_000;

    /** The number of users. There are ten videos. */
    @Param({"5", "1000"})
    public int users;

    private final List<DynamodbStreamRecord> records = new ArrayList<>();

    @Setup
    public void createRecords() {
        for (int i = 0; i < SIZE; i++) {
            View view = new View(
                    Integer.toString(i % users),
                    Integer.toString(i % 10),
                    i % 600,
                    String.format(Locale.ROOT, "2026-01-01T00:%02d:%02d.000000+00:00", i / 60, i % 60));
            Map<String, AttributeValue> image = new HashMap<>();
            EventItems.toItem(view)
                    .forEach((name, value) -> image.put(
                            name, new AttributeValue().withS(value.s()).withN(value.n())));
            DynamodbStreamRecord record = new DynamodbStreamRecord();
            record.setEventName("INSERT");
            record.setDynamodb(new StreamRecord()
                    .withSequenceNumber(Long.toString(1_000_000_000_000_000_000L + i))
                    .withNewImage(image));
            records.add(record);
        }
    }

    @Benchmark
    @OperationsPerInvocation(SIZE)
    public Object planARecordOfABatch() {
        List<Change> changes = new ArrayList<>(SIZE);
        for (DynamodbStreamRecord record : records) {
            changes.add(Change.of(record, EventCounter.VIEWS));
        }
        return new TransactionPlanner("shard", changes, 99);
    }
}
