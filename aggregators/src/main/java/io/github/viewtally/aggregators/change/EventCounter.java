package io.github.viewtally.aggregators.change;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.Optional;

/** The two types of event, each with the rule by which an item is counted. */
public enum EventCounter {
    VIEWS("views", Keys.TYPE_VIEW) {
        @Override
        Optional<Counts> countsOf(Attributes item) {
            return EventItems.duration(item).map(EventItems.counts(item) ? Counts::ofView : Counts::ofUncountedView);
        }

        @Override
        Optional<HourKey> hourOf(SummaryKey video, Attributes item) {
            return EventItems.timestamp(item).flatMap(timestamp -> HourKey.of(video, timestamp));
        }
    },
    VOTES("votes", Keys.TYPE_VOTE) {
        @Override
        Optional<Counts> countsOf(Attributes item) {
            return EventItems.voteType(item).map(Counts::ofVote);
        }

        @Override
        Optional<HourKey> hourOf(SummaryKey video, Attributes item) {
            return item.text(Keys.TIMESTAMP).flatMap(timestamp -> HourKey.of(video, timestamp));
        }
    };

    /**
     * What one event adds to the summary of its user, to the summary of its video, and to an hour of the video.
     *
     * @param hour empty for an event without a timestamp that can be parsed
     */
    public record Contribution(SummaryKey user, SummaryKey video, Optional<HourKey> hour, Counts counts) {}

    private final String aggregatorName;
    private final String itemType;

    EventCounter(String aggregatorName, String itemType) {
        this.aggregatorName = aggregatorName;
        this.itemType = itemType;
    }

    /** What an item of the counted type counts for; empty if an attribute is missing or has the wrong type. */
    abstract Optional<Counts> countsOf(Attributes item);

    abstract Optional<HourKey> hourOf(SummaryKey video, Attributes item);

    /** The contribution of an item of the counted type; empty if an attribute is missing or has the wrong type. */
    Optional<Contribution> contributionOf(Attributes item) {
        return EventItems.userId(item).flatMap(userId -> EventItems.videoId(item)
                .map(SummaryKey::video)
                .flatMap(video -> countsOf(item)
                        .map(counts -> new Contribution(SummaryKey.user(userId), video, hourOf(video, item), counts))));
    }

    /** What an item contributes to this counter; empty if it has another type or cannot be counted. */
    public Optional<Contribution> read(Attributes item) {
        return isCounted(item) ? contributionOf(item) : Optional.empty();
    }

    /** The aggregator's name in the keys of its checkpoints and of its quarantine. */
    public String aggregatorName() {
        return aggregatorName;
    }

    boolean isCounted(Attributes item) {
        return EventItems.hasType(item, itemType);
    }
}
