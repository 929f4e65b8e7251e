package io.github.viewtally.loadgen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.loadgen.run.Outcome;
import io.github.viewtally.loadgen.run.Outcome.Trace;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficEvent.View;
import io.github.viewtally.loadgen.traffic.TrafficEvent.ViewKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.Vote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteType;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final VoteKey VOTE = new VoteKey("u", "v");
    private static final Outcome ACKNOWLEDGED = new Outcome("acknowledged", "", Trace.NONE);
    private static final Outcome REFUSED = new Outcome("400", "", Trace.NONE);
    private static final Outcome UNAVAILABLE = new Outcome("503", "", Trace.DONE);
    private static final Outcome LOST = new Outcome("time-out", "", Trace.OPEN);

    private final Ledger ledger = new Ledger(true);

    @Test
    void viewsAddUpAndTheLastVoteStands() {
        ledger.settled(view("1", 30), ACKNOWLEDGED);
        ledger.settled(view("2", 45), ACKNOWLEDGED);
        ledger.settled(vote(VoteType.LIKE), ACKNOWLEDGED);
        ledger.settled(vote(VoteType.DISLIKE), ACKNOWLEDGED);

        assertExactly(Counter.VIEWS, 2);
        assertExactly(Counter.DURATION, 75);
        assertExactly(Counter.LIKES, 0);
        assertExactly(Counter.DISLIKES, 1);
        assertThat(ledger.keysInDoubt()).isZero();
    }

    @Test
    void aDeletedViewCountsForNothing() {
        View view = view("1", 30);
        ledger.settled(view, ACKNOWLEDGED);
        ledger.settled(view.key().deletion(), ACKNOWLEDGED);

        assertExactly(Counter.VIEWS, 0);
        assertExactly(Counter.DURATION, 0);
    }

    @Test
    void aRefusedEventCountsForNothing() {
        ledger.settled(view("1", 30), REFUSED);

        assertExactly(Counter.VIEWS, 0);
    }

    @Test
    void anEventInDoubtMayCountOrNot() {
        ledger.settled(view("1", 30), LOST);
        ledger.settled(view("2", 40), UNAVAILABLE);

        assertBetween(Counter.VIEWS, 0, 2);
        assertBetween(Counter.DURATION, 0, 70);
        assertThat(ledger.keysInDoubt()).isEqualTo(2);
    }

    @Test
    void anAcknowledgedVoteEndsTheDoubtThatA503Left() {
        ledger.settled(vote(VoteType.LIKE), UNAVAILABLE);
        ledger.settled(vote(VoteType.DISLIKE), ACKNOWLEDGED);

        assertExactly(Counter.LIKES, 0);
        assertExactly(Counter.DISLIKES, 1);
    }

    @Test
    void anUnansweredVoteMayStillLandOverALaterOne() {
        ledger.settled(vote(VoteType.LIKE), LOST);
        ledger.settled(vote(VoteType.DISLIKE), ACKNOWLEDGED);

        assertBetween(Counter.LIKES, 0, 1);
        assertBetween(Counter.DISLIKES, 0, 1);
    }

    @Test
    void aRetryThatIsAcknowledgedEndsTheDoubtOfAViewEvenIfTheFirstTryStillLands() {
        ledger.settled(view("1", 30), new Outcome("acknowledged", "", Trace.OPEN));

        assertExactly(Counter.VIEWS, 1);
        assertThat(ledger.keysInDoubt()).isZero();
    }

    @Test
    void driftIsWhatIsOutsideTheBounds() {
        ledger.settled(view("1", 30), ACKNOWLEDGED);
        ledger.settled(view("2", 30), LOST);
        Expected views = ledger.expected(SummaryKind.USERS, "u");

        assertThat(views.drift(Counter.VIEWS, 0)).isEqualTo(-1);
        assertThat(views.drift(Counter.VIEWS, 1)).isZero();
        assertThat(views.drift(Counter.VIEWS, 2)).isZero();
        assertThat(views.drift(Counter.VIEWS, 5)).isEqualTo(3);
    }

    private static View view(String timestamp, int seconds) {
        return new View(new ViewKey("u", "v", timestamp), seconds);
    }

    private static TrafficEvent vote(VoteType type) {
        return new Vote(VOTE, type);
    }

    private void assertExactly(Counter counter, long value) {
        assertBetween(counter, value, value);
    }

    private void assertBetween(Counter counter, long least, long most) {
        Expected user = ledger.expected(SummaryKind.USERS, "u");
        Expected video = ledger.expected(SummaryKind.VIDEOS, "v");
        assertThat(user.least(counter)).isEqualTo(video.least(counter)).isEqualTo(least);
        assertThat(user.most(counter)).isEqualTo(video.most(counter)).isEqualTo(most);
    }
}
