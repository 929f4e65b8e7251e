package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;

/**
 * The table of the template.
 *
 * @param definition the request that creates the table, without a name
 * @param templateName the table's name in the template
 * @param timeToLiveAttribute the attribute with the expiry time of an item
 */
public record TableSettings(CreateTableRequest definition, String templateName, String timeToLiveAttribute) {

    static TableSettings of(Properties properties) {
        Properties stream = properties.nested("StreamSpecification");
        Properties timeToLive = properties.nested("TimeToLiveSpecification");
        TableSettings settings = new TableSettings(
                CreateTableRequest.builder()
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(attributes(properties))
                        .keySchema(keySchema(properties))
                        .globalSecondaryIndexes(properties.nestedList("GlobalSecondaryIndexes").stream()
                                .map(TableSettings::index)
                                .toList())
                        .streamSpecification(specification ->
                                specification.streamEnabled(true).streamViewType(stream.text("StreamViewType")))
                        .build(),
                properties.text("TableName"),
                timeToLive.text("AttributeName"));
        properties.requireValue("BillingMode", BillingMode.PAY_PER_REQUEST);
        timeToLive.requireValue("Enabled", true);
        properties.ignore("PointInTimeRecoverySpecification", "SSESpecification", "DeletionProtectionEnabled");
        List.of(stream, timeToLive, properties).forEach(Properties::requireAllRead);
        return settings;
    }

    private static List<AttributeDefinition> attributes(Properties table) {
        List<Properties> attributes = table.nestedList("AttributeDefinitions");
        List<AttributeDefinition> definitions = attributes.stream()
                .map(attribute -> AttributeDefinition.builder()
                        .attributeName(attribute.text("AttributeName"))
                        .attributeType(attribute.text("AttributeType"))
                        .build())
                .toList();
        attributes.forEach(Properties::requireAllRead);
        return definitions;
    }

    private static List<KeySchemaElement> keySchema(Properties owner) {
        List<Properties> keys = owner.nestedList("KeySchema");
        List<KeySchemaElement> schema = keys.stream()
                .map(key -> KeySchemaElement.builder()
                        .attributeName(key.text("AttributeName"))
                        .keyType(key.text("KeyType"))
                        .build())
                .toList();
        keys.forEach(Properties::requireAllRead);
        return schema;
    }

    private static GlobalSecondaryIndex index(Properties index) {
        Properties projection = index.nested("Projection");
        String projected = projection.text("ProjectionType");
        if (!List.of("ALL", "KEYS_ONLY").contains(projected)) {
            throw new StartupException("the local system does not support an index with the projection " + projected);
        }
        GlobalSecondaryIndex definition = GlobalSecondaryIndex.builder()
                .indexName(index.text("IndexName"))
                .keySchema(keySchema(index))
                .projection(Projection.builder().projectionType(projected).build())
                .build();
        projection.requireAllRead();
        index.requireAllRead();
        return definition;
    }
}
