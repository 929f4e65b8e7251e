package io.github.viewtally.aggregators.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RankCacheTest {

    private static final SummaryKey VIDEO = SummaryKey.video("5");
    private static final String PLACE = "027#5";

    private final long[] now = {0};
    private final RankCache memory = new RankCache(() -> now[0]);

    @Test
    void knowsNothingOfASummaryThatItHasNotSeen() {
        assertThat(memory.stays(VIDEO, views(1))).isFalse();
    }

    /** Rank 27 is that of 91 to 107 views. */
    @Test
    void addsUpWhatIsCountedUntilTheNextRank() {
        memory.saw(VIDEO, PLACE, 100);
        assertThat(memory.stays(VIDEO, views(4))).isTrue();
        assertThat(memory.stays(VIDEO, views(3))).isTrue();
        assertThat(memory.stays(VIDEO, views(1))).isFalse();
        memory.saw(VIDEO, PLACE, 92);
        assertThat(memory.stays(VIDEO, views(-2))).isFalse();
    }

    @Test
    void fadesWithinTenSecondsHoweverMuchIsCountedMeanwhile() {
        memory.saw(VIDEO, PLACE, 100);
        now[0] = Duration.ofSeconds(9).toNanos();
        assertThat(memory.stays(VIDEO, views(1))).isTrue();
        now[0] = Duration.ofSeconds(11).toNanos();
        assertThat(memory.stays(VIDEO, views(1))).isFalse();
    }

    @Test
    void isBounded() {
        memory.saw(VIDEO, PLACE, 100);
        for (int i = 0; i < 10_000; i++) {
            memory.saw(SummaryKey.user("u" + i), "000#u" + i, 0);
        }
        assertThat(memory.stays(VIDEO, views(1))).isFalse();
    }

    private static Counts views(long views) {
        return new Counts(views, 0, 0, 0);
    }
}
