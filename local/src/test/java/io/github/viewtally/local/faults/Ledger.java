package io.github.viewtally.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has been asked of the API, and what it has acknowledged. To be used by one thread at a time. */
final class Ledger {

    private final Set<View> posted = new HashSet<>();
    private final Set<View> acknowledged = new HashSet<>();

    /** The vote of a user on a video as it was acknowledged last; none where a later one may or may not be stored. */
    private final Map<UserAndVideo, Optional<VoteType>> certainVotes = new HashMap<>();

    private record UserAndVideo(String userId, String videoId) {}

    void viewed(View view, boolean isAcknowledged) {
        posted.add(view);
        if (isAcknowledged) {
            acknowledged.add(view);
        }
    }

    /**
     * Votes of one user on one video are to be told in their order.
     *
     * @param vote empty if the vote was taken back
     */
    void voted(String userId, String videoId, Optional<VoteType> vote, boolean isAcknowledged) {
        UserAndVideo key = new UserAndVideo(userId, videoId);
        if (isAcknowledged) {
            certainVotes.put(key, vote);
        } else {
            certainVotes.remove(key);
        }
    }

    void addAll(Ledger other) {
        posted.addAll(other.posted);
        acknowledged.addAll(other.acknowledged);
        certainVotes.putAll(other.certainVotes);
    }

    int acknowledgedViews() {
        return acknowledged.size();
    }

    /** All that was acknowledged stands in the table, and nothing that nobody asked for. */
    void assertHonouredBy(TableContents table) {
        assertThat(table.views()).containsAll(acknowledged);
        assertThat(posted).containsAll(table.views());
        Map<UserAndVideo, Optional<VoteType>> stored = new HashMap<>();
        certainVotes.keySet().forEach(key -> stored.put(key, Optional.empty()));
        for (Vote vote : table.votes()) {
            stored.replace(new UserAndVideo(vote.userId(), vote.videoId()), Optional.of(vote.voteType()));
        }
        assertThat(stored).isEqualTo(certainVotes);
    }
}
