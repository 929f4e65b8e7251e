package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.local.stack.MappingSettings;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The baseline, which counts like the demo: one record per invocation, and an unconditional ADD to the summaries of the user
 * and the video for each record with a new image that is not a change.
 */
final class NaiveAggregation implements Aggregation {

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public boolean keepsHours() {
        return false;
    }

    @Override
    public RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler(
            MappingSettings mapping, DynamoDbClient client, String tableName, int maxItems) {
        return (event, context) -> {
            event.getRecords().stream()
                    .filter(NaiveAggregation::matchesTheFilterOfTheDemo)
                    .forEach(record -> count(record.getDynamodb().getNewImage(), client, tableName));
            return new TimeWindowEventResponse(event.getState(), List.of());
        };
    }

    private static boolean matchesTheFilterOfTheDemo(DynamodbStreamRecord record) {
        return !record.getEventName().equals("MODIFY") && record.getDynamodb().getNewImage() != null;
    }

    private static void count(Map<String, AttributeValue> image, DynamoDbClient client, String tableName) {
        Counts counts = countsOf(image);
        if (!counts.isZero()) {
            client.transactWriteItems(request -> request.transactItems(
                    add(SummaryKey.user(image.get(Keys.USER_ID).getS()), counts, tableName),
                    add(SummaryKey.video(image.get(Keys.VIDEO_ID).getS()), counts, tableName)));
        }
    }

    /** Ignores a malformed event. The demo's functions would retry it without end. */
    private static Counts countsOf(Map<String, AttributeValue> image) {
        if (image.containsKey(Keys.DURATION)) {
            String duration = image.get(Keys.DURATION).getN();
            return duration == null ? Counts.ZERO : Counts.ofView(Long.parseLong(duration));
        }
        return VoteType.of(image.get(Keys.VOTE_TYPE).getS()).map(Counts::ofVote).orElse(Counts.ZERO);
    }

    private static TransactWriteItem add(SummaryKey key, Counts counts, String tableName) {
        Update update = Update.builder()
                .tableName(tableName)
                .key(SummaryItems.key(key))
                .updateExpression("SET #type = :type, #id = :id ADD #views :views, #duration :duration,"
                        + " #likes :likes, #dislikes :dislikes")
                .expressionAttributeNames(Map.of(
                        "#type", Keys.TYPE,
                        "#id", Keys.idAttribute(key.kind()),
                        "#views", Keys.VIEWS,
                        "#duration", Keys.DURATION,
                        "#likes", Keys.LIKES,
                        "#dislikes", Keys.DISLIKES))
                .expressionAttributeValues(Map.of(
                        ":type", text(Keys.summaryType(key.kind())),
                        ":id", text(key.id()),
                        ":views", number(counts.views()),
                        ":duration", number(counts.duration()),
                        ":likes", number(counts.likes()),
                        ":dislikes", number(counts.dislikes())))
                .build();
        return TransactWriteItem.builder().update(update).build();
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue text(String text) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(text);
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue number(long number) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(Long.toString(number));
    }
}
