package io.github.viewtally.benchmarks.peers;

import io.github.viewtally.benchmarks.aggregation.RecordBatch;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** The stream records of some events, which are the same in every run, and the totals of what is left of them. */
final class DriftHistory {

    private static final int USERS = 60;
    private static final int VIDEOS = 15;
    private static final int COUNTERS = 4;

    private final String name;
    private final Random random = new Random(1);
    private final List<Record> records = new ArrayList<>();

    /** The events that are left, by sort key and user. */
    private final Map<String, Map<String, AttributeValue>> events = new LinkedHashMap<>();

    private final Map<SummaryKey, Counts> totals = new HashMap<>();

    /**
     * Creates a history.
     *
     * @param name a unique name, which is part of the ids of its users, videos and shard
     * @param size the number of records
     * @param withChanges whether a quarter of the records are views that grow and votes that flip, and a tenth are removals
     */
    DriftHistory(String name, int size, boolean withChanges) {
        this.name = name;
        for (int user = 0; user < USERS; user++) {
            totals.put(SummaryKey.user(id(user)), Counts.ZERO);
        }
        for (int video = 0; video < VIDEOS; video++) {
            totals.put(SummaryKey.video(id(video)), Counts.ZERO);
        }
        for (int i = 0; i < size; i++) {
            int percent = withChanges && !events.isEmpty() ? random.nextInt(100) : 100;
            if (percent < 10) {
                write(anyEvent(), Map.of());
            } else if (percent < 35) {
                Map<String, AttributeValue> old = anyEvent();
                write(old, changed(old));
            } else {
                Map<String, AttributeValue> item = newEvent(i);
                write(events.getOrDefault(eventKey(item), Map.of()), item);
            }
        }
        events.values().forEach(this::count);
    }

    private String id(int number) {
        return name + "-" + number;
    }

    private Map<String, AttributeValue> anyEvent() {
        return List.copyOf(events.values()).get(random.nextInt(events.size()));
    }

    /** A view, or the first vote of a user for a video. */
    private Map<String, AttributeValue> newEvent(int number) {
        String user = id(random.nextInt(USERS));
        String video = id(random.nextInt(VIDEOS));
        VoteType vote = random.nextBoolean() ? VoteType.LIKE : VoteType.DISLIKE;
        Map<String, AttributeValue> item = EventItems.toItem(new Vote(user, video, vote));
        boolean isVote = random.nextInt(3) == 0 && !events.containsKey(eventKey(item));
        return isVote
                ? item
                : EventItems.toItem(new View(
                        user,
                        video,
                        1 + random.nextInt(600),
                        String.format(Locale.ROOT, "2026-01-01T00:00:00.%06d+00:00", number)));
    }

    private static Map<String, AttributeValue> changed(Map<String, AttributeValue> event) {
        Map<String, AttributeValue> changed = new HashMap<>(event);
        if (event.containsKey(Keys.DURATION)) {
            long duration = Long.parseLong(event.get(Keys.DURATION).n());
            changed.put(Keys.DURATION, AttributeValue.fromN(Long.toString(duration + 10)));
            return changed;
        }
        boolean liked = event.get(Keys.VOTE_TYPE).s().equals(VoteType.LIKE.name());
        return EventItems.toItem(new Vote(
                event.get(Keys.USER_ID).s(), event.get(Keys.VIDEO_ID).s(), liked ? VoteType.DISLIKE : VoteType.LIKE));
    }

    private void write(Map<String, AttributeValue> oldItem, Map<String, AttributeValue> newItem) {
        OperationType change = oldItem.isEmpty()
                ? OperationType.INSERT
                : newItem.isEmpty() ? OperationType.REMOVE : OperationType.MODIFY;
        records.add(RecordBatch.record(change, oldItem, newItem));
        if (newItem.isEmpty()) {
            events.remove(eventKey(oldItem));
        } else {
            events.put(eventKey(newItem), newItem);
        }
    }

    private static String eventKey(Map<String, AttributeValue> event) {
        return event.get(Keys.PK).s() + "/" + event.get(Keys.SK).s();
    }

    private void count(Map<String, AttributeValue> event) {
        Counts counts = event.containsKey(Keys.DURATION)
                ? Counts.ofView(Long.parseLong(event.get(Keys.DURATION).n()))
                : Counts.ofVote(VoteType.valueOf(event.get(Keys.VOTE_TYPE).s()));
        totals.merge(SummaryKey.user(event.get(Keys.USER_ID).s()), counts, Counts::plus);
        totals.merge(SummaryKey.video(event.get(Keys.VIDEO_ID).s()), counts, Counts::plus);
    }

    /** Returns the number of records. */
    int size() {
        return records.size();
    }

    /** Returns some of the records, in their order. */
    RecordBatch batch(int from, int to) {
        return RecordBatch.ofRecords(records.subList(from, to), name);
    }

    /** Returns the number of counters of its users and videos. */
    int counters() {
        return COUNTERS * totals.size();
    }

    /** Returns how many of the counters in the table are not the totals of the events that are left. */
    int wrongCounters(DynamoDbClient dynamoDb) {
        return totals.entrySet().stream()
                .mapToInt(total -> {
                    Map<String, AttributeValue> summary = dynamoDb.getItem(
                                    request -> request.tableName(Tables.NAME).key(SummaryItems.key(total.getKey())))
                            .item();
                    Counts right = total.getValue();
                    return wrong(summary, Keys.VIEWS, right.views())
                            + wrong(summary, Keys.DURATION, right.duration())
                            + wrong(summary, Keys.LIKES, right.likes())
                            + wrong(summary, Keys.DISLIKES, right.dislikes());
                })
                .sum();
    }

    private static int wrong(Map<String, AttributeValue> summary, String counter, long right) {
        AttributeValue stored = summary.get(counter);
        return (stored == null ? 0 : Long.parseLong(stored.n())) == right ? 0 : 1;
    }
}
