package io.github.viewtally.benchmarks.peers;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A separate table, without indexes and stream, in which a peer stores the ids of the records that it has counted. */
final class EventIdTable {

    static final String ID = "id";
    static final String EXPIRATION = "expiration";

    private EventIdTable() {}

    static void create(DynamoDbClient dynamoDb, String tableName) {
        dynamoDb.createTable(request -> request.tableName(tableName)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(ID)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName(ID)
                        .keyType(KeyType.HASH)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }

    static Map<String, AttributeValue> key(String eventId) {
        return Map.of(ID, AttributeValue.fromS(eventId));
    }

    /** Returns an item that time to live may remove after the given time. */
    static Map<String, AttributeValue> item(String eventId, Instant expiration) {
        Map<String, AttributeValue> item = new HashMap<>(key(eventId));
        item.put(EXPIRATION, seconds(expiration));
        return item;
    }

    static AttributeValue seconds(Instant time) {
        return AttributeValue.fromN(Long.toString(time.getEpochSecond()));
    }
}
