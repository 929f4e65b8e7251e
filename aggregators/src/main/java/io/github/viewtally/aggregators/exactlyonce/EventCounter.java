package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VideoHour;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.Optional;

/** The two kinds of event, each with what one such item counts for. */
public enum EventCounter {
    VIEWS("views", Keys.TYPE_VIEW) {
        @Override
        Optional<Counts> countsOf(Attributes item) {
            return EventItems.duration(item).map(Counts::ofView);
        }

        @Override
        Optional<VideoHour> hourOf(String videoId, Attributes item) {
            return EventItems.timestamp(item).flatMap(timestamp -> VideoHour.of(videoId, timestamp));
        }
    },
    VOTES("votes", Keys.TYPE_VOTE) {
        @Override
        Optional<Counts> countsOf(Attributes item) {
            return EventItems.voteType(item).map(Counts::ofVote);
        }

        @Override
        Optional<VideoHour> hourOf(String videoId, Attributes item) {
            return Optional.empty();
        }
    };

    /**
     * What one event adds to the summary of its user and, alike, to that of its video.
     *
     * @param hour of the video to which it is added too; a vote has none, nor has a view whose timestamp is no time
     */
    record Contribution(SummaryKey user, SummaryKey video, Optional<VideoHour> hour, Counts counts) {}

    private final String aggregatorName;
    private final String itemType;

    EventCounter(String aggregatorName, String itemType) {
        this.aggregatorName = aggregatorName;
        this.itemType = itemType;
    }

    abstract Optional<Counts> countsOf(Attributes item);

    abstract Optional<VideoHour> hourOf(String videoId, Attributes item);

    /** What an item of this type counts for while it stands in the table; empty if its attributes do not tell. */
    Optional<Contribution> contributionOf(Attributes item) {
        return EventItems.userId(item)
                .flatMap(userId -> EventItems.videoId(item).flatMap(videoId -> countsOf(item)
                        .map(counts -> new Contribution(
                                SummaryKey.user(userId), SummaryKey.video(videoId), hourOf(videoId, item), counts))));
    }

    /** The aggregator's name in the keys of its positions and of its quarantine. */
    public String aggregatorName() {
        return aggregatorName;
    }

    boolean counts(Attributes item) {
        return EventItems.hasType(item, itemType);
    }
}
