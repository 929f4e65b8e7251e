package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SpreadItems;
import io.vertx.core.Future;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Two writers make a video hot, and a reader caches the number of its partitions, all by one clock. At every moment the
 * reader finds every event that has been written before.
 */
@ExtendWith(VertxExtension.class)
class SpreadProtocolTest extends VideoEventsFixture {

    private static final int STEPS = 150;
    private static final Duration STEP = Duration.ofMillis(60);

    private int stored = 1;

    static IntStream seeds() {
        return IntStream.range(0, 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void letsEveryReaderFindEveryEventWhileAVideoGetsHotter(int seed) throws Exception {
        Random random = new Random(seed);
        List<HotVideos> writers = List.of(writer(), writer());
        List<View> written = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            for (int i = random.nextInt(1 + step / 10); i >= 0; i--) {
                HotVideos writer = writers.get(random.nextInt(writers.size()));
                View view = new View(
                        "u" + random.nextInt(100),
                        VIDEO,
                        1,
                        "2022-01-02T00:30:25." + (100_000 + written.size()) + "+00:00");
                writer.count(VIDEO);
                store(view, writer.partitions(VIDEO));
                written.add(view);
            }
            if (random.nextInt(4) == 0) {
                assertThat(views(true, "", "3", 10_000, Optional.empty()).items())
                        .isEqualTo(written);
            }
            nanoTime.addAndGet(random.nextLong(2 * STEP.toNanos()));
        }
        assertThat(stored).isGreaterThanOrEqualTo(8);
        assertThat(written.stream()
                        .map(view -> dynamoDb.item(
                                "USER#" + view.userId(),
                                EventItems.viewKey(view.userId(), VIDEO, view.timestamp())
                                        .get("SK")
                                        .s()))
                        .map(item -> item.get("GSI1PK"))
                        .distinct())
                .contains(AttributeValue.fromS("VIDEO#v"), AttributeValue.fromS("VIDEO#v#0"));
    }

    private HotVideos writer() {
        return new HotVideos(new SpreadBounds(10, 64), nanoTime::get, (videoId, partitions) -> {
            stored = Math.max(stored, partitions);
            dynamoDb.store(SpreadItems.toItem(videoId, stored));
            return Future.succeededFuture(stored);
        });
    }
}
