package io.github.viewtally.benchmarks.aggregation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Counts like the demo: one transaction per record, with an unconditional ADD to the user's summary and one to the video's
 * summary, which is also in GSI1.
 */
final class DemoAggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    DemoAggregator(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        event.getRecords().forEach(this::count);
        return new TimeWindowEventResponse(event.getState(), List.of());
    }

    private void count(DynamodbStreamRecord record) {
        Map<String, AttributeValue> image = record.getDynamodb().getNewImage();
        String duration = image.get(Keys.DURATION).getN();
        dynamoDb.transactWriteItems(request -> request.transactItems(
                add(SummaryKey.user(image.get(Keys.USER_ID).getS()), duration),
                add(SummaryKey.video(image.get(Keys.VIDEO_ID).getS()), duration)));
    }

    private TransactWriteItem add(SummaryKey key, String duration) {
        Map<String, String> names = new HashMap<>(Map.of(
                "#type", Keys.TYPE,
                "#id", Keys.idAttribute(key.kind()),
                "#views", Keys.VIEWS,
                "#duration", Keys.DURATION));
        var values = new HashMap<>(Map.of(
                ":type", text(Keys.summaryType(key.kind())),
                ":id", text(key.id()),
                ":views", number("1"),
                ":duration", number(duration)));
        String set = "SET #type = :type, #id = :id";
        if (key.kind() == SummaryKey.Kind.VIDEO) {
            set += ", #gsi1pk = :partition, #gsi1sk = :summary";
            names.putAll(Map.of("#gsi1pk", Keys.GSI1PK, "#gsi1sk", Keys.GSI1SK));
            values.put(":partition", text(Keys.partition(key)));
            values.put(":summary", text(Keys.SUMMARY));
        }
        Update update = Update.builder()
                .tableName(tableName)
                .key(SummaryItems.key(key))
                .updateExpression(set + " ADD #views :views, #duration :duration")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
        return TransactWriteItem.builder().update(update).build();
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue text(String text) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(text);
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue number(String number) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(number);
    }
}
