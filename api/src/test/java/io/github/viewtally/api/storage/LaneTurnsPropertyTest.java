package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.LaneTurns.LaneBatch;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The turns of lanes, in random orders of new writes, sent batches and returned ones. */
class LaneTurnsPropertyTest {

    private static final int VIDEOS = 12;

    /** So many writes come for a video, then so many batches are sent, then so many return. */
    record Step(int video, int writes, int sent, int returned) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> writes = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.integers().between(1, 6)),
                Tuple.of(1, Arbitraries.integers().between(20, 120)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, VIDEOS - 1),
                        writes,
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 3))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }

    private List<VideoLane> lanes;

    /** What each waiting lane has seen since it began to wait: the writes of each other lane, and the hot batches. */
    private static final class Wait {

        private final Map<VideoLane, Integer> others = new HashMap<>();
        private int batches;
    }

    @Property(tries = 500)
    void sendsEachWriteOnceAndNoColdLaneLaterThanARound(@ForAll("steps") List<Step> steps) {
        lanes = IntStream.range(0, VIDEOS)
                .mapToObj(video -> new VideoLane("v" + video))
                .toList();
        LaneTurns turns = new LaneTurns(4, overdue -> {
            throw new AssertionError("overdue");
        });
        Map<VideoLane, Wait> waits = new HashMap<>();
        Queue<LaneBatch> inFlight = new ArrayDeque<>();
        List<KeyQueue> expected = new ArrayList<>();
        List<KeyQueue> sent = new ArrayList<>();
        for (Step step : steps) {
            add(step, turns, waits, expected);
            for (int i = 0; i < step.returned() && !inFlight.isEmpty(); i++) {
                turns.returned(inFlight.remove());
            }
            for (int i = 0; i < step.sent() && inFlight.size() < 4 && turns.canSend(); i++) {
                send(turns, waits, inFlight, sent);
            }
        }
        while (turns.canSend() || !inFlight.isEmpty()) {
            if (turns.canSend() && inFlight.size() < 4) {
                send(turns, waits, inFlight, sent);
            } else {
                turns.returned(inFlight.remove());
            }
        }
        assertThat(turns.isEmpty()).isTrue();
        assertThat(sent).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        for (VideoLane lane : lanes) {
            assertThat(sent.stream().filter(queue -> queue.lane() == lane))
                    .as("order of a lane")
                    .containsExactlyElementsOf(expected.stream()
                            .filter(queue -> queue.lane() == lane)
                            .toList());
        }
    }

    private void add(Step step, LaneTurns turns, Map<VideoLane, Wait> waits, List<KeyQueue> expected) {
        VideoLane lane = lanes.get(step.video());
        for (int i = 0; i < step.writes(); i++) {
            KeyQueue queue = new KeyQueue(new ItemWrite.ItemKey("USER#" + expected.size(), "VIDEO#v#VOTE"), lane);
            queue.add(
                    new ItemWrite(ItemWrite.Type.DELETE, queue.key(), Map.of(), List.of()),
                    Promise.promise(),
                    Long.MAX_VALUE / 2);
            expected.add(queue);
            lane.addLast(queue);
        }
        if (!lane.waitsForTurn() && !lane.isHot()) {
            waits.put(lane, new Wait());
        }
        turns.add(lane);
    }

    private static void send(
            LaneTurns turns, Map<VideoLane, Wait> waits, Queue<LaneBatch> inFlight, List<KeyQueue> sent) {
        waits.keySet().removeIf(VideoLane::isHot);
        LaneBatch batch = turns.next(0);
        if (batch.queues().isEmpty()) {
            return;
        }
        inFlight.add(batch);
        assertThat(inFlight.stream().filter(LaneBatch::isHot)).as("hot batches").hasSizeLessThan(4);
        sent.addAll(batch.queues());
        assertThat(batch.queues()).hasSizeLessThanOrEqualTo(BatchWriter.MAX_ITEMS);
        waits.values().forEach(wait -> wait.batches++);
        for (KeyQueue queue : batch.queues()) {
            waits.remove(queue.lane());
            if (!batch.isHot()) {
                waits.values().forEach(wait -> {
                    int ofOther = wait.others.merge(queue.lane(), 1, Integer::sum);
                    assertThat(ofOther).as("writes of another lane before").isLessThanOrEqualTo(LaneTurns.TURN);
                });
            }
        }
        // At most VIDEOS × TURN writes of others are sent first, in two batches; before each may be a hot one.
        assertThat(waits.values()).allSatisfy(wait -> assertThat(wait.batches).isLessThanOrEqualTo(4));
    }
}
