package io.github.viewtally.aggregators.commit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.github.viewtally.aggregators.change.Change;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.SiteItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A table of events with a stream, and an independent computation of its totals. */
final class EventTable {

    /** The state of one item: absent, an event, or an item that is not counted. */
    enum State {
        ABSENT,
        EXPIRED,
        SHORT_VIEW,
        LONG_VIEW,
        MALFORMED,
        OTHER_TYPE
    }

    /** One change of one item. */
    record ItemChange(int user, int video, State state) {}

    /** Histories of a few hundred changes. */
    static Arbitrary<List<ItemChange>> histories(int users) {
        Arbitrary<ItemChange> step = Combinators.combine(
                        Arbitraries.integers().between(0, users),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(State.class))
                .as(ItemChange::new);
        return step.list().ofMaxSize(400);
    }

    private final Map<String, ItemChange> items = new HashMap<>();
    private final List<ItemChange> expired = new ArrayList<>();
    private final List<DynamodbStreamRecord> records = new ArrayList<>();
    private int sequence;

    /** The stream of all changes so far, as the aggregator of views reads it. */
    List<Change> changes() {
        return records.stream()
                .map(record -> Change.of(record, EventCounter.VIEWS))
                .toList();
    }

    void apply(ItemChange step) {
        String key = step.user() + "/" + step.video();
        ItemChange old = items.get(key);
        boolean removes = step.state() == State.ABSENT || step.state() == State.EXPIRED;
        if (removes) {
            items.remove(key);
        } else {
            items.put(key, step);
        }
        if (old == null && removes || step.equals(old)) {
            return;
        }
        if (step.state() == State.EXPIRED) {
            expired.add(old);
        }
        records.add(record(old, removes ? null : step, step.state() == State.EXPIRED));
    }

    private DynamodbStreamRecord record(ItemChange before, ItemChange after, boolean isByTimeToLive) {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName(before == null ? "INSERT" : after == null ? "REMOVE" : "MODIFY");
        record.setDynamodb(new StreamRecord()
                .withSequenceNumber(Integer.toString(++sequence))
                .withOldImage(image(before))
                .withNewImage(image(after)));
        if (isByTimeToLive) {
            record.setUserIdentity(new Identity().withType("Service").withPrincipalId("dynamodb.amazonaws.com"));
        }
        return record;
    }

    private static Map<String, AttributeValue> image(ItemChange step) {
        if (step == null) {
            return null;
        }
        Map<String, AttributeValue> image = new HashMap<>();
        image.put(
                "SK",
                new AttributeValue()
                        .withS("VIDEO#" + step.video() + "#VIEW#2022-01-02T0" + step.user() % 7
                                + ":30:25.000000+00:00"));
        image.put("userId", new AttributeValue().withS("u" + step.user()));
        image.put("videoId", new AttributeValue().withS("v" + step.video()));
        image.put("type", new AttributeValue().withS(step.state() == State.OTHER_TYPE ? "NOTE" : "VIEW"));
        if (step.state() != State.MALFORMED) {
            image.put("duration", new AttributeValue().withN(Long.toString(seconds(step))));
        }
        return image;
    }

    Map<SummaryKey, Counts> totals() {
        List<ItemChange> counted = new ArrayList<>(items.values());
        counted.addAll(expired);
        return totals(counted);
    }

    Map<SummaryKey, Counts> expiredTotals() {
        return totals(expired);
    }

    private static Map<SummaryKey, Counts> totals(List<ItemChange> counted) {
        Map<SummaryKey, Counts> totals = new HashMap<>();
        counted.stream()
                .filter(step -> step.state() == State.SHORT_VIEW || step.state() == State.LONG_VIEW)
                .forEach(step -> {
                    Counts counts = new Counts(1, seconds(step), 0, 0);
                    totals.merge(SummaryKey.user("u" + step.user()), counts, Counts::plus);
                    totals.merge(SummaryKey.video("v" + step.video()), counts, Counts::plus);
                    totals.merge(SiteItems.bucketOf("shard"), counts, Counts::plus);
                });
        return totals;
    }

    private static long seconds(ItemChange step) {
        return step.state() == State.LONG_VIEW ? 600 : 30;
    }
}
