package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.TableConfig.SpreadBounds;
import io.github.viewtally.api.storage.TableConfig.WriteBounds;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The write queue in simulated time: random mixes of videos, users, puts and deletes, with throttling and failures. */
class WriteQueuePropertyTest {

    private static final Duration PATIENCE = Duration.ofMillis(700);

    /** A write that waits for its turn is sent after at most two batches of other videos, and as many of hot ones. */
    private static final int MAX_BATCHES_BEFORE = 4;

    /** So many writes of a video, by so many users, and the time until the next ones. */
    record Posts(int video, int count, int users, boolean isDelete, int pauseMillis) {}

    /** What happens to a batch that is not throttled. */
    enum Outcome {
        STORED,
        LOST_REQUEST,
        LOST_RESPONSE,
        SERVER_ERROR,
        FINAL_ERROR
    }

    @Provide
    Arbitrary<List<Posts>> traffic() {
        Arbitrary<Integer> counts = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(1, 3)),
                Tuple.of(1, Arbitraries.integers().between(20, 150)));
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(4, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(1, 3), Tuple.of(1, 4)),
                        counts,
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)),
                        Arbitraries.integers().between(0, 60))
                .as(Posts::new)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Outcome>> outcomes() {
        return Arbitraries.frequency(
                        Tuple.of(12, Outcome.STORED),
                        Tuple.of(1, Outcome.LOST_REQUEST),
                        Tuple.of(1, Outcome.LOST_RESPONSE),
                        Tuple.of(1, Outcome.SERVER_ERROR),
                        Tuple.of(1, Outcome.FINAL_ERROR))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Property(tries = 300)
    void endsEachWriteOnceKeepsTheOrderOfEachKeyAndDelaysNoColdVideo(
            @ForAll("traffic") List<Posts> traffic,
            @ForAll("outcomes") List<Outcome> outcomes,
            @ForAll @IntRange(min = 5, max = 400) int partitionWrites,
            @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 90) Integer> latencies) {
        Simulation simulation = new Simulation(partitionWrites, outcomes, latencies);
        for (Posts posts : traffic) {
            simulation.post(posts);
            simulation.scheduler.advance(Duration.ofMillis(posts.pauseMillis()));
        }
        simulation.end();
    }

    /** A write of a lane, and how many batches had been sent when it was submitted. */
    private record ColdWrite(VideoLane lane, int batchesBefore) {}

    private static final class Simulation {

        private final ManualScheduler scheduler = new ManualScheduler();
        private final SimulatedTable table;
        private final WriteQueue queue;

        /** The number of each write; a put has it as an attribute, too. */
        private final Map<ItemWrite, Integer> numbers = new IdentityHashMap<>();

        /** The last stored number of each key. */
        private final Map<ItemWrite.ItemKey, Integer> stored = new HashMap<>();

        /** The only unfinished writes of videos that have not been sent yet. */
        private final Map<ItemWrite.ItemKey, ColdWrite> coldWrites = new HashMap<>();

        private final Map<String, Set<Integer>> unfinished = new HashMap<>();
        private final List<Future<Void>> results = new ArrayList<>();
        private int batchesSeen;
        private int responses;

        Simulation(int partitionWrites, List<Outcome> outcomes, List<Integer> latencies) {
            table = new SimulatedTable(scheduler, partitionWrites);
            table.latency = writes -> {
                checkTurns();
                return latencies.get(table.batches.size() % latencies.size());
            };
            table.failure = writes -> fail(outcomes.get(responses++ % outcomes.size()), writes);
            table.stored = this::store;
            HotVideos videos = new HotVideos(
                    new SpreadBounds(200, 4), scheduler::nanoTime, (video, count) -> Future.succeededFuture(count));
            queue = new WriteQueue(table, scheduler, new WriteBounds(3, 400, PATIENCE), videos);
        }

        private Throwable fail(Outcome outcome, List<ItemWrite> writes) {
            if (outcome == Outcome.LOST_RESPONSE) {
                writes.forEach(this::store);
            }
            return switch (outcome) {
                case STORED -> null;
                case LOST_REQUEST, LOST_RESPONSE -> WriteQueueFixture.RETRYABLE;
                case SERVER_ERROR -> WriteQueueFixture.error(500, "InternalServerError");
                case FINAL_ERROR ->
                    ResourceNotFoundException.builder().statusCode(400).build();
            };
        }

        private void store(ItemWrite write) {
            int number = write.type() == ItemWrite.Type.DELETE
                    ? numbers.get(write)
                    : Integer.parseInt(write.attributes().get("number").n());
            assertThat(number).as("order of a key").isGreaterThanOrEqualTo(stored.getOrDefault(write.key(), -1));
            stored.put(write.key(), number);
        }

        void post(Posts posts) {
            for (int i = 0; i < posts.count(); i++) {
                post("v" + posts.video(), "u" + i % posts.users(), posts.isDelete());
            }
        }

        private void post(String video, String user, boolean isDelete) {
            int number = results.size();
            Map<String, AttributeValue> key = EventItems.voteKey(user, video);
            Map<String, AttributeValue> item = new HashMap<>(key);
            item.put("videoId", AttributeValue.fromS(video));
            item.put("userId", AttributeValue.fromS(user));
            item.put("GSI1PK", AttributeValue.fromS("VIDEO#" + video));
            item.put("number", AttributeValue.fromN(Integer.toString(number)));
            ItemWrite write = isDelete ? ItemWrite.delete(key) : ItemWrite.put(item);
            numbers.put(write, number);
            Set<Integer> ofVideo = unfinished.computeIfAbsent(video, first -> new TreeSet<>());
            if (ofVideo.isEmpty()) {
                coldWrites.put(write.key(), new ColdWrite(queue.lanes().lane(write), table.batches.size()));
            }
            long deadline = scheduler.nanoTime() + PATIENCE.plusMillis(400).toNanos();
            ofVideo.add(number);
            results.add(queue.submit(write).onComplete(result -> {
                assertThat(ofVideo.remove(number)).as("ends once").isTrue();
                coldWrites.remove(write.key());
                assertThat(scheduler.nanoTime()).isLessThanOrEqualTo(deadline);
                if (result.succeeded()) {
                    assertThat(stored.get(write.key())).as("is stored").isGreaterThanOrEqualTo(number);
                }
            }));
        }

        private void checkTurns() {
            table.batches.get(batchesSeen++).forEach(write -> coldWrites.remove(write.key()));
            coldWrites.values().removeIf(write -> write.lane().isHot());
            assertThat(coldWrites.values())
                    .as("batches sent before the only write of a video")
                    .allSatisfy(write ->
                            assertThat(batchesSeen - write.batchesBefore()).isLessThanOrEqualTo(MAX_BATCHES_BEFORE));
        }

        void end() {
            scheduler.advance(PATIENCE.plusMillis(400));
            assertThat(results).allMatch(Future::isComplete);
            assertThat(queue.lanes().writes()).isZero();
            scheduler.advance(Duration.ofSeconds(3));
            assertThat(queue.lanes().throttledLanes()).isZero();
            assertThat(queue.lanes().size()).as("lanes").isZero();
        }
    }
}
