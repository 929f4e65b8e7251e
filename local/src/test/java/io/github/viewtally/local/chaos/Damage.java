package io.github.viewtally.local.chaos;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.TrendItems;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What somebody outside of the system does to a summary or to hours. */
enum Damage {
    COUNTER_CHANGED {
        @Override
        void apply(DynamoDbClient client, String tableName, SummaryKey subject, Random random) {
            String counter = counter(subject, random);
            update(client, tableName, subject, request -> request.updateExpression("ADD #counter :delta")
                    .expressionAttributeNames(Map.of("#counter", counter))
                    .expressionAttributeValues(
                            Map.of(":delta", AttributeValue.fromN(Integer.toString(random.nextInt(20) - 10)))));
        }
    },
    COUNTER_IS_TEXT {
        @Override
        void apply(DynamoDbClient client, String tableName, SummaryKey subject, Random random) {
            String counter = counter(subject, random);
            update(client, tableName, subject, request -> request.updateExpression("SET #counter = :text")
                    .expressionAttributeNames(Map.of("#counter", counter))
                    .expressionAttributeValues(Map.of(":text", AttributeValue.fromS("many"))));
        }
    },
    TYPE_CHANGED {
        @Override
        void apply(DynamoDbClient client, String tableName, SummaryKey subject, Random random) {
            update(client, tableName, subject, request -> request.updateExpression("SET #type = :other")
                    .expressionAttributeNames(Map.of("#type", Keys.TYPE))
                    .expressionAttributeValues(Map.of(":other", AttributeValue.fromS("BROKEN"))));
        }
    },
    INDEX_KEYS_REMOVED {
        @Override
        void apply(DynamoDbClient client, String tableName, SummaryKey subject, Random random) {
            update(
                    client,
                    tableName,
                    subject,
                    request -> request.updateExpression(
                            random.nextBoolean() ? "REMOVE GSI2PK, GSI2SK" : "REMOVE GSI3PK, GSI3SK"));
        }
    },
    SUMMARY_DELETED {
        @Override
        void apply(DynamoDbClient client, String tableName, SummaryKey subject, Random random) {
            client.deleteItem(request -> request.tableName(tableName).key(SummaryItems.key(subject)));
        }
    },
    HOURS_DELETED {
        @Override
        void apply(DynamoDbClient client, String tableName, SummaryKey subject, Random random) {
            client.queryPaginator(request -> request.tableName(tableName)
                            .keyConditionExpression("PK = :subject AND begins_with(SK, :hours)")
                            .expressionAttributeValues(Map.of(
                                    ":subject", AttributeValue.fromS(Keys.partition(subject)),
                                    ":hours", AttributeValue.fromS("HOUR#"))))
                    .items()
                    .forEach(hour -> client.deleteItem(request ->
                            request.tableName(tableName).key(Map.of("PK", hour.get("PK"), "SK", hour.get("SK")))));
        }
    };

    private static final List<String> COUNTERS = List.of(
            Keys.VIEWS,
            Keys.DURATION,
            Keys.LIKES,
            Keys.DISLIKES,
            Keys.EXPIRED_VIEWS,
            Keys.EXPIRED_DISLIKES,
            TrendItems.attribute(Aggregation.HALF_LIFE, 4_749));

    private static String counter(SummaryKey subject, Random random) {
        int index = random.nextInt(COUNTERS.size() + 1);
        return index < COUNTERS.size() ? COUNTERS.get(index) : SummaryItems.viewersAttribute(subject.kind());
    }

    /** Damages the summary or the hours of a user or a video, if they exist. */
    abstract void apply(DynamoDbClient client, String tableName, SummaryKey subject, Random random);

    private static void update(
            DynamoDbClient client,
            String tableName,
            SummaryKey subject,
            UnaryOperator<UpdateItemRequest.Builder> change) {
        try {
            client.updateItem(change.apply(UpdateItemRequest.builder()
                            .tableName(tableName)
                            .key(SummaryItems.key(subject))
                            .conditionExpression("attribute_exists(PK)"))
                    .build());
        } catch (ConditionalCheckFailedException e) {
            // There is no summary yet.
        }
    }
}
