package io.github.viewtally.model.table;

import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Converts views and votes from and to items. An item of another program is an event, too, if its type, its ids and its
 * duration or vote type are readable.
 */
public final class EventItems {

    /**
     * The maximum length of an id of another program, in characters. DynamoDB limits a sort key to 1024 bytes (Amazon
     * DynamoDB guide, "Quotas"), and the sort key of a summary holds the id and a rank.
     */
    private static final int MAX_STORED_ID = 1_000 / 4;

    private static final BigDecimal MAX_STORED_DURATION = BigDecimal.valueOf(1_000_000_000_000L);

    /** A number of at most 12 digits does not exceed the maximum duration. It is parsed without a BigDecimal. */
    private static final int MAX_FAST_DIGITS = 12;

    private static final AttributeValue NO = AttributeValue.fromN("0");

    private EventItems() {}

    public static Map<String, AttributeValue> toItem(View view) {
        Map<String, AttributeValue> item = Map.of(
                Keys.PK, text(Keys.user(view.userId())),
                Keys.SK, text(Keys.viewSort(view.videoId(), view.timestamp())),
                Keys.GSI1PK, text(Keys.video(view.videoId())),
                Keys.GSI1SK, text(Keys.viewOfVideoSort(view.timestamp(), view.userId())),
                Keys.TYPE, text(Keys.TYPE_VIEW),
                Keys.USER_ID, text(view.userId()),
                Keys.VIDEO_ID, text(view.videoId()),
                Keys.DURATION, AttributeValue.fromN(Long.toString(view.duration())));
        return view.counts() ? item : with(item, Keys.COUNTS, NO);
    }

    public static Map<String, AttributeValue> toItem(Vote vote) {
        Map<String, AttributeValue> item = Map.of(
                Keys.PK, text(Keys.user(vote.userId())),
                Keys.SK, text(Keys.voteSort(vote.videoId())),
                Keys.GSI1PK, text(Keys.video(vote.videoId())),
                Keys.GSI1SK, text(Keys.voteOfVideoSort(vote.voteType(), vote.userId())),
                Keys.TYPE, text(Keys.TYPE_VOTE),
                Keys.USER_ID, text(vote.userId()),
                Keys.VIDEO_ID, text(vote.videoId()),
                Keys.VOTE_TYPE, text(vote.voteType().name()));
        return vote.timestamp()
                .map(timestamp -> with(item, Keys.TIMESTAMP, text(timestamp)))
                .orElse(item);
    }

    /** Returns the key of a view. */
    public static Map<String, AttributeValue> viewKey(String userId, String videoId, String timestamp) {
        return key(Keys.user(userId), Keys.viewSort(videoId, timestamp));
    }

    /** Returns the key of a vote. */
    public static Map<String, AttributeValue> voteKey(String userId, String videoId) {
        return key(Keys.user(userId), Keys.voteSort(videoId));
    }

    public static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of(Keys.PK, text(partition), Keys.SK, text(sort));
    }

    /** Returns the view of an item; empty if the item is not a view or cannot be counted. */
    public static Optional<View> toView(Attributes item) {
        if (!hasType(item, Keys.TYPE_VIEW)) {
            return Optional.empty();
        }
        return userId(item).flatMap(userId -> videoId(item)
                .flatMap(videoId -> duration(item).flatMap(duration -> timestamp(item)
                        .map(timestamp -> new View(userId, videoId, duration, timestamp, counts(item))))));
    }

    /** Returns the vote of an item; empty if the item is not a vote or cannot be counted. */
    public static Optional<Vote> toVote(Attributes item) {
        if (!hasType(item, Keys.TYPE_VOTE)) {
            return Optional.empty();
        }
        return userId(item).flatMap(userId -> videoId(item).flatMap(videoId -> voteType(item)
                .map(voteType -> new Vote(userId, videoId, voteType, item.text(Keys.TIMESTAMP)))));
    }

    /** Returns whether the item has this type. */
    public static boolean hasType(Attributes item, String type) {
        return item.text(Keys.TYPE).filter(type::equals).isPresent();
    }

    /** Returns the user of an event; empty if the id is missing, empty or too long. */
    public static Optional<String> userId(Attributes item) {
        return id(item, Keys.USER_ID);
    }

    /** Returns the video of an event; empty if the id is missing, empty or too long. */
    public static Optional<String> videoId(Attributes item) {
        return id(item, Keys.VIDEO_ID);
    }

    /** Returns the duration of a view in seconds; empty if it is missing or not an integer from 0 to 10^12. */
    public static Optional<Long> duration(Attributes item) {
        return item.number(Keys.DURATION).flatMap(EventItems::duration);
    }

    /** Returns whether a view adds a view to the totals: unless the attribute {@code counts} is the number zero. */
    public static boolean counts(Attributes item) {
        return item.number(Keys.COUNTS)
                .filter(number -> new BigDecimal(number).signum() == 0)
                .isEmpty();
    }

    /** Returns the timestamp of a view as its sort key spells it. */
    public static Optional<String> timestamp(Attributes item) {
        return item.text(Keys.SK).map(Keys::timestampOfViewSort);
    }

    /** Returns the type of a vote; empty if it is missing or unknown. */
    public static Optional<VoteType> voteType(Attributes item) {
        return item.text(Keys.VOTE_TYPE).flatMap(VoteType::of);
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> item, String attribute, AttributeValue value) {
        Map<String, AttributeValue> more = new HashMap<>(item);
        more.put(attribute, value);
        return more;
    }

    private static Optional<String> id(Attributes item, String attribute) {
        return item.text(attribute).filter(id -> !id.isEmpty() && id.length() <= MAX_STORED_ID);
    }

    private static Optional<Long> duration(String number) {
        if (number.length() <= MAX_FAST_DIGITS && isDigits(number)) {
            return Optional.of(Long.parseLong(number));
        }
        return Optional.of(new BigDecimal(number))
                .filter(seconds -> seconds.signum() >= 0 && seconds.compareTo(MAX_STORED_DURATION) <= 0)
                .filter(seconds -> seconds.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::longValueExact);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
