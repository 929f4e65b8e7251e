package io.github.viewtally.benchmarks.aggregation;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The counts that one stream record adds to a user and a video, in the functions that Viewtally is compared with. */
public record RecordCounts(String userId, String videoId, Counts counts) {

    /**
     * Returns what the demo counts: new events only. The filters of its functions ask for an event name other than MODIFY, and
     * for a type in the new image, which a removal does not have.
     */
    public static Optional<RecordCounts> ofNewEvent(DynamodbStreamRecord record) {
        return "INSERT".equals(record.getEventName())
                ? image(record.getDynamodb().getNewImage())
                : Optional.empty();
    }

    /** Returns the counts of the new image minus those of the old image; empty if nothing changes. */
    public static Optional<RecordCounts> ofChange(DynamodbStreamRecord record) {
        Stream<RecordCounts> removed = image(record.getDynamodb().getOldImage()).stream()
                .map(old -> new RecordCounts(old.userId, old.videoId, old.counts.negated()));
        return Stream.concat(removed, image(record.getDynamodb().getNewImage()).stream())
                .reduce((old, added) -> new RecordCounts(old.userId, old.videoId, old.counts.plus(added.counts)))
                .filter(change -> !change.counts.isZero());
    }

    private static Optional<RecordCounts> image(
            Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue> image) {
        if (image == null) {
            return Optional.empty();
        }
        Attributes item = Attributes.ofImage(image);
        return EventItems.toView(item)
                .map(view -> new RecordCounts(view.userId(), view.videoId(), Counts.ofView(view.duration())))
                .or(() -> EventItems.toVote(item)
                        .map(vote -> new RecordCounts(vote.userId(), vote.videoId(), Counts.ofVote(vote.voteType()))));
    }

    /** Returns an unconditional ADD to the user's summary and one to the video's summary, which is also in GSI1. */
    public List<TransactWriteItem> adds(String tableName) {
        return List.of(add(SummaryKey.user(userId), tableName), add(SummaryKey.video(videoId), tableName));
    }

    private TransactWriteItem add(SummaryKey key, String tableName) {
        Map<String, String> names = new HashMap<>(Map.of("#type", Keys.TYPE, "#id", Keys.idAttribute(key.kind())));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":type", AttributeValue.fromS(Keys.summaryType(key.kind())), ":id", AttributeValue.fromS(key.id())));
        String set = "SET #type = :type, #id = :id";
        if (key.kind() == SummaryKey.Kind.VIDEO) {
            set += ", #gsi1pk = :partition, #gsi1sk = :summary";
            names.putAll(Map.of("#gsi1pk", Keys.GSI1PK, "#gsi1sk", Keys.GSI1SK));
            values.put(":partition", AttributeValue.fromS(Keys.partition(key)));
            values.put(":summary", AttributeValue.fromS(Keys.SUMMARY));
        }
        names.put("#first", counts.hasVotes() ? Keys.LIKES : Keys.VIEWS);
        names.put("#second", counts.hasVotes() ? Keys.DISLIKES : Keys.DURATION);
        values.put(":first", number(counts.hasVotes() ? counts.likes() : counts.views()));
        values.put(":second", number(counts.hasVotes() ? counts.dislikes() : counts.duration()));
        Update update = Update.builder()
                .tableName(tableName)
                .key(SummaryItems.key(key))
                .updateExpression(set + " ADD #first :first, #second :second")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
        return TransactWriteItem.builder().update(update).build();
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
