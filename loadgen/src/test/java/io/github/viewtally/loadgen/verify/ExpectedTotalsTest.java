package io.github.viewtally.loadgen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.loadgen.run.EventOutcome;
import io.github.viewtally.loadgen.run.EventOutcome.PossibleEffect;
import io.github.viewtally.loadgen.summaries.Counter;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.traffic.EventKey.ViewKey;
import io.github.viewtally.loadgen.traffic.EventKey.VoteKey;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostView;
import io.github.viewtally.loadgen.traffic.TrafficEvent.PostVote;
import io.github.viewtally.loadgen.traffic.TrafficEvent.VoteValue;
import io.github.viewtally.loadgen.verify.ExpectedTotals.TotalRange;
import org.junit.jupiter.api.Test;

class ExpectedTotalsTest {
    private static final VoteKey VOTE = new VoteKey("u", "v");
    private static final EventOutcome ACKNOWLEDGED = new EventOutcome("acknowledged", "", PossibleEffect.NONE);
    private static final EventOutcome REJECTED = new EventOutcome("400", "", PossibleEffect.NONE);
    private static final EventOutcome UNAVAILABLE = new EventOutcome("503", "", PossibleEffect.STORED);
    private static final EventOutcome LOST = new EventOutcome("time-out", "", PossibleEffect.STORED_LATER);

    private final ExpectedTotals totals = new ExpectedTotals(true, new ExpectedTotals.ApiSettings(20, true));

    @Test
    void addsUpViewsAndKeepsTheLastVote() {
        totals.onOutcome(view("1", 30), ACKNOWLEDGED);
        totals.onOutcome(view("2", 45), ACKNOWLEDGED);
        totals.onOutcome(vote(VoteValue.LIKE), ACKNOWLEDGED);
        totals.onOutcome(vote(VoteValue.DISLIKE), ACKNOWLEDGED);

        assertExactly(Counter.VIEWS, 2);
        assertExactly(Counter.DURATION, 75);
        assertExactly(Counter.LIKES, 0);
        assertExactly(Counter.DISLIKES, 1);
        assertThat(totals.keysInDoubt()).isZero();
    }

    @Test
    void countsAUserAsOneViewerUntilTheLastViewIsDeleted() {
        PostView first = view("1", 30);
        PostView second = view("2", 30);
        totals.onOutcome(view("3", 19), ACKNOWLEDGED);
        assertExactly(Counter.VIEWERS, 0);
        totals.onOutcome(first, ACKNOWLEDGED);
        totals.onOutcome(second, ACKNOWLEDGED);
        assertExactly(Counter.VIEWERS, 1);

        totals.onOutcome(first.key().deletion(), ACKNOWLEDGED);
        assertExactly(Counter.VIEWERS, 1);
        totals.onOutcome(second.key().deletion(), ACKNOWLEDGED);
        assertExactly(Counter.VIEWERS, 0);
    }

    @Test
    void addsOnlyTheDurationOfAViewBelowTheMinimum() {
        totals.onOutcome(view("1", 19), ACKNOWLEDGED);
        totals.onOutcome(view("2", 20), ACKNOWLEDGED);

        assertExactly(Counter.VIEWS, 1);
        assertExactly(Counter.DURATION, 39);
    }

    @Test
    void doesNotCountADeletedView() {
        PostView view = view("1", 30);
        totals.onOutcome(view, ACKNOWLEDGED);
        totals.onOutcome(view.key().deletion(), ACKNOWLEDGED);

        assertExactly(Counter.VIEWS, 0);
        assertExactly(Counter.DURATION, 0);
    }

    @Test
    void doesNotCountARejectedEvent() {
        totals.onOutcome(view("1", 30), REJECTED);

        assertExactly(Counter.VIEWS, 0);
    }

    @Test
    void allowsBothStatesOfAnEventInDoubt() {
        totals.onOutcome(view("1", 30), LOST);
        totals.onOutcome(view("2", 40), UNAVAILABLE);

        assertBetween(Counter.VIEWS, 0, 2);
        assertBetween(Counter.DURATION, 0, 70);
        assertThat(totals.keysInDoubt()).isEqualTo(2);
    }

    @Test
    void anAcknowledgedVoteResolvesTheDoubtAfterA503() {
        totals.onOutcome(vote(VoteValue.LIKE), UNAVAILABLE);
        totals.onOutcome(vote(VoteValue.DISLIKE), ACKNOWLEDGED);

        assertExactly(Counter.LIKES, 0);
        assertExactly(Counter.DISLIKES, 1);
    }

    @Test
    void anUnansweredVoteMayStillReplaceALaterVote() {
        totals.onOutcome(vote(VoteValue.LIKE), LOST);
        totals.onOutcome(vote(VoteValue.DISLIKE), ACKNOWLEDGED);

        assertBetween(Counter.LIKES, 0, 1);
        assertBetween(Counter.DISLIKES, 0, 1);
    }

    @Test
    void anAcknowledgedRetryResolvesTheDoubtOfAView() {
        totals.onOutcome(view("1", 30), new EventOutcome("acknowledged", "", PossibleEffect.STORED_LATER));

        assertExactly(Counter.VIEWS, 1);
        assertThat(totals.keysInDoubt()).isZero();
    }

    @Test
    void driftIsTheDistanceFromTheRange() {
        totals.onOutcome(view("1", 30), ACKNOWLEDGED);
        totals.onOutcome(view("2", 30), LOST);
        TotalRange views = totals.of(SummaryKind.USERS, "u");

        assertThat(views.drift(Counter.VIEWS, 0)).isEqualTo(-1);
        assertThat(views.drift(Counter.VIEWS, 1)).isZero();
        assertThat(views.drift(Counter.VIEWS, 2)).isZero();
        assertThat(views.drift(Counter.VIEWS, 5)).isEqualTo(3);
    }

    private static PostView view(String timestamp, int seconds) {
        return new PostView(new ViewKey("u", "v", timestamp), seconds);
    }

    private static TrafficEvent vote(VoteValue type) {
        return new PostVote(VOTE, type);
    }

    private void assertExactly(Counter counter, long value) {
        assertBetween(counter, value, value);
    }

    private void assertBetween(Counter counter, long min, long max) {
        TotalRange user = totals.of(SummaryKind.USERS, "u");
        TotalRange video = totals.of(SummaryKind.VIDEOS, "v");
        assertThat(user.min(counter)).isEqualTo(video.min(counter)).isEqualTo(min);
        assertThat(user.max(counter)).isEqualTo(video.max(counter)).isEqualTo(max);
    }
}
