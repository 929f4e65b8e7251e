package io.github.viewtally.local.chaos;

import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The ids and items of one history in a table that many histories share. */
record Namespace(String name) {

    static final String END_TYPE = "END_OF_HISTORY";

    /** Durations are below 120 seconds, so a third of the views does not count, and growing views often reach it. */
    private static final int MIN_VIEW_SECONDS = 40;

    String user(int number) {
        return name + ".u" + number;
    }

    String video(int number) {
        return name + ".v" + number;
    }

    /** The name of the namespace of a partition key; an empty string if it has none. */
    static String of(String partition) {
        int from = partition.indexOf('#') + 1;
        int to = partition.indexOf('.', from);
        return to < 0 ? "" : partition.substring(from, to);
    }

    Map<String, AttributeValue> key(Op op) {
        String user = user(op.user());
        return op.action().isOfView()
                ? EventItems.viewKey(user, video(op.video()), timestamp(op))
                : EventItems.voteKey(user, video(op.video()));
    }

    /** The item that an operation puts. */
    Map<String, AttributeValue> item(Op op) {
        String user = user(op.user());
        String video = video(op.video());
        return switch (op.action()) {
            case VIEW ->
                EventItems.toItem(
                        new View(user, video, op.duration(), timestamp(op), op.duration() >= MIN_VIEW_SECONDS));
            case LIKE -> EventItems.toItem(new Vote(user, video, VoteType.LIKE, voteTime(op)));
            case DISLIKE -> EventItems.toItem(new Vote(user, video, VoteType.DISLIKE, voteTime(op)));
            case POISON_VIEW -> {
                Map<String, AttributeValue> item =
                        new HashMap<>(EventItems.toItem(new View(user, video, 1, timestamp(op))));
                item.put(Keys.DURATION, AttributeValue.fromS("a while"));
                yield item;
            }
            case POISON_VOTE -> {
                Map<String, AttributeValue> item =
                        new HashMap<>(EventItems.toItem(new Vote(user, video, VoteType.LIKE)));
                item.put(Keys.VOTE_TYPE, AttributeValue.fromS("MAYBE"));
                yield item;
            }
            default -> throw new IllegalArgumentException(op + " does not put an item");
        };
    }

    /** The item that marks the end of the history. */
    Map<String, AttributeValue> end() {
        Map<String, AttributeValue> item = new HashMap<>(EventItems.key(Keys.user(user(0)), "END"));
        item.put(Keys.TYPE, AttributeValue.fromS(END_TYPE));
        return item;
    }

    /** A third of the votes has no timestamp. */
    private static Optional<String> voteTime(Op op) {
        return op.duration() % 3 == 0 ? Optional.empty() : Optional.of(timestamp(op));
    }

    /**
     * Half of the timestamps have three digits, like those of other programs. An epoch of the trend has four days, so a video
     * has views in two or three epochs.
     */
    private static String timestamp(Op op) {
        int day = op.slot() < 2 ? 2 : op.slot() == 2 ? 5 : op.video() % 2 == 0 ? 9 : 6;
        return "2022-01-0" + day + "T0" + op.slot() / 2 + ":30:2" + op.slot()
                + (op.slot() % 2 == 0 ? ".000000" : ".000") + "+00:00";
    }
}
