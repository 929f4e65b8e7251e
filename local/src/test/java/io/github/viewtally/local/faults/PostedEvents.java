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

/** The events that were sent to the API, and those that it has acknowledged. Not thread-safe. */
final class PostedEvents {

    private final Set<View> posted = new HashSet<>();
    private final Set<View> acknowledged = new HashSet<>();

    /** The last acknowledged vote of a user for a video, unless a later vote may or may not be stored. */
    private final Map<UserAndVideo, Optional<VoteType>> certainVotes = new HashMap<>();

    private record UserAndVideo(String userId, String videoId) {}

    void addView(View view, boolean isAcknowledged) {
        posted.add(view);
        if (isAcknowledged) {
            acknowledged.add(view);
        }
    }

    /**
     * Adds a vote. Votes of one user for one video must be added in their order.
     *
     * @param vote empty if the vote was removed
     */
    void addVote(String userId, String videoId, Optional<VoteType> vote, boolean isAcknowledged) {
        UserAndVideo key = new UserAndVideo(userId, videoId);
        if (isAcknowledged) {
            certainVotes.put(key, vote);
        } else {
            certainVotes.remove(key);
        }
    }

    void addAll(PostedEvents other) {
        posted.addAll(other.posted);
        acknowledged.addAll(other.acknowledged);
        certainVotes.putAll(other.certainVotes);
    }

    int acknowledgedViews() {
        return acknowledged.size();
    }

    /** Checks that the table contains all acknowledged events and no event that was not posted. */
    void assertStoredIn(TableContents table) {
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
