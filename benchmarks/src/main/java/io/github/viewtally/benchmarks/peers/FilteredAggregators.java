package io.github.viewtally.benchmarks.peers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.aggregators.VoteAggregator;
import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.model.table.Keys;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Viewtally's two functions, each with the filter of its mapping: records with an image of its type. */
final class FilteredAggregators implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

    private final ViewAggregator views;
    private final VoteAggregator votes;

    FilteredAggregators(DynamoDbClient dynamoDb, String tableName) {
        this.views = new ViewAggregator(dynamoDb, tableName, CountingSettings.DEFAULT);
        this.votes = new VoteAggregator(dynamoDb, tableName, CountingSettings.DEFAULT);
    }

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        List<DynamodbStreamRecord> all = event.getRecords();
        TimeWindowEventResponse response = new TimeWindowEventResponse(event.getState(), List.of());
        event.setRecords(filter(all, Keys.TYPE_VIEW));
        TimeWindowEventResponse ofViews = views.handleRequest(event, context);
        event.setRecords(filter(all, Keys.TYPE_VOTE));
        TimeWindowEventResponse ofVotes = votes.handleRequest(event, context);
        response.setBatchItemFailures(Stream.of(ofViews, ofVotes)
                .flatMap(each -> each.getBatchItemFailures().stream())
                .toList());
        return response;
    }

    private static List<DynamodbStreamRecord> filter(List<DynamodbStreamRecord> records, String type) {
        return records.stream()
                .filter(record -> hasType(record.getDynamodb().getNewImage(), type)
                        || hasType(record.getDynamodb().getOldImage(), type))
                .toList();
    }

    private static boolean hasType(Map<String, AttributeValue> image, String type) {
        return image != null && type.equals(image.get(Keys.TYPE).getS());
    }
}
