package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import org.junit.jupiter.api.Test;

/** The items to which an event contributes. */
class SubjectEventsTest {

    private static final EventValue VIEW = EventValue.of(
                    EventItems.toItem(new View("u", "v", 5, "2022-01-02T10:30:00.000000+00:00")))
            .orElseThrow();

    private static final CountingSettings WITH_HOURS = CountingSettings.DEFAULT.withHoursOfUsers(true);

    @Test
    void containHoursOfUsersOnlyIfTheyAreCounted() {
        assertThat(new SubjectEvents(SummaryKey.user("u"), WITH_HOURS).itemNames(VIEW))
                .containsExactlyInAnyOrder("USER#u/SUMMARY", "USER#u/HOUR#2022-01-02T10");
        assertThat(new SubjectEvents(SummaryKey.user("u"), CountingSettings.DEFAULT).itemNames(VIEW))
                .containsExactly("USER#u/SUMMARY");
        assertThat(new SubjectEvents(SummaryKey.video("v"), CountingSettings.DEFAULT).itemNames(VIEW))
                .containsExactlyInAnyOrder("VIDEO#v/SUMMARY", "VIDEO#v/HOUR#2022-01-02T10");
        assertThat(new SubjectEvents(SummaryKey.user("v"), WITH_HOURS).itemNames(VIEW))
                .isEmpty();
    }

    @Test
    void containNoHourOfAVoteWithoutTimestamp() {
        EventValue vote = EventValue.of(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)))
                .orElseThrow();

        assertThat(new SubjectEvents(SummaryKey.user("u"), WITH_HOURS).itemNames(vote))
                .containsExactly("USER#u/SUMMARY");
    }
}
