package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.commit.KnownViewers.Stored;
import io.github.viewtally.model.Viewer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewerCacheTest {

    private static final SequenceNumber CHECKPOINT = SequenceNumber.parse("5");
    private static final Stored EXISTS = new Stored(true, false, false);

    private Duration time = Duration.ZERO;
    private final ViewerCache cache = new ViewerCache(3, () -> time.toNanos());

    @Test
    void limitsTheViewersOfAllShardsTogether() {
        commit("a", "1", "2");
        commit("b", "1", "2");

        assertThat(cache.contains("a", viewer("1")) ^ cache.contains("a", viewer("2")))
                .isTrue();
        assertThat(cache.contains("b", viewer("1"))).isTrue();
        assertThat(cache.contains("b", viewer("2"))).isTrue();
    }

    @Test
    void forgetsAShardAfterTenMinutesAlthoughItIsUsed() {
        commit("a", "1");
        time = Duration.ofMinutes(9);
        commit("a", "2");
        assertThat(cache.contains("a", viewer("1"))).isTrue();
        time = Duration.ofMinutes(10);
        assertThat(cache.checkpoint("a")).isEmpty();
        assertThat(cache.contains("a", viewer("1"))).isFalse();

        commit("a", "3");

        assertThat(cache.checkpoint("a")).contains(CHECKPOINT);
        assertThat(cache.contains("a", viewer("1"))).isFalse();
        assertThat(cache.contains("a", viewer("3"))).isTrue();
    }

    @Test
    void forgetsTheViewersOfOneShard() {
        commit("a", "1");
        commit("b", "1");

        cache.discard("a");
        commit("a", "2");

        assertThat(cache.contains("a", viewer("1"))).isFalse();
        assertThat(cache.contains("b", viewer("1"))).isTrue();
    }

    /** Another function has counted records, and may have removed the viewer. */
    @Test
    void forgetsWhatItKnowsForAnotherCheckpoint() {
        commit("a", "1");
        cache.committed("a", Optional.empty(), CHECKPOINT, known("2"));
        assertThat(cache.contains("a", viewer("1"))).isFalse();
        assertThat(cache.contains("a", viewer("2"))).isTrue();

        cache.committed("a", Optional.of(SequenceNumber.parse("4")), CHECKPOINT, known("3"));
        assertThat(cache.contains("a", viewer("2"))).isFalse();
        assertThat(cache.contains("a", viewer("3"))).isTrue();
    }

    private void commit(String shardId, String... users) {
        cache.committed(shardId, cache.checkpoint(shardId), CHECKPOINT, known(users));
    }

    private static KnownViewers known(String... users) {
        Map<Viewer, Stored> stored = new HashMap<>();
        for (String user : users) {
            stored.put(viewer(user), EXISTS);
        }
        return new KnownViewers(stored, Map.of());
    }

    private static Viewer viewer(String user) {
        return new Viewer(user, "v");
    }
}
