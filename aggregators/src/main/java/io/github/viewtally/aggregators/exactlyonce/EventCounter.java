package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.Subject;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.Optional;

/** The two kinds of event, each with what one such item counts for. */
public enum EventCounter {
    VIEWS("views", Keys.TYPE_VIEW) {
        @Override
        Optional<Contribution> contributionOf(Attributes item) {
            return EventItems.toView(item)
                    .map(view -> new Contribution(
                            Subject.user(view.userId()),
                            Subject.video(view.videoId()),
                            VideoHour.of(view.videoId(), view.timestamp()),
                            Counts.ofView(view.duration())));
        }
    },
    VOTES("votes", Keys.TYPE_VOTE) {
        @Override
        Optional<Contribution> contributionOf(Attributes item) {
            return EventItems.toVote(item)
                    .map(vote -> new Contribution(
                            Subject.user(vote.userId()),
                            Subject.video(vote.videoId()),
                            Optional.empty(),
                            Counts.ofVote(vote.voteType())));
        }
    };

    /**
     * What one event adds to the summary of its user and, alike, to that of its video.
     *
     * @param hour of the video to which it is added too; a vote has none, nor has a view whose timestamp is no time
     */
    record Contribution(Subject user, Subject video, Optional<VideoHour> hour, Counts counts) {}

    private final String aggregatorName;
    private final String itemType;

    EventCounter(String aggregatorName, String itemType) {
        this.aggregatorName = aggregatorName;
        this.itemType = itemType;
    }

    /** What an item counts for while it stands in the table; empty if that cannot be told from its attributes. */
    abstract Optional<Contribution> contributionOf(Attributes item);

    /** The aggregator's name in the keys of its positions and of its quarantine. */
    public String aggregatorName() {
        return aggregatorName;
    }

    boolean counts(Attributes item) {
        return EventItems.hasType(item, itemType);
    }
}
