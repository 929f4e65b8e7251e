package io.github.viewtally.benchmarks.micro;

import io.github.viewtally.model.View;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts a view to an item and back. */
@State(Scope.Benchmark)
public class ItemCodecBenchmark {

    private final View view = new View("user-17", "video-4711", 42, "2026-01-01T00:30:25.000000+00:00");
    private final Map<String, AttributeValue> item = EventItems.toItem(view);

    @Benchmark
    public Object viewToItem() {
        return EventItems.toItem(view);
    }

    @Benchmark
    public Object itemToView() {
        return EventItems.toView(Attributes.of(item));
    }
}
