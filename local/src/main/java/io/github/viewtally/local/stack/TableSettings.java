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
 * @param definition all that is said when it is made, except its name
 * @param templateName its name in the template
 * @param timeToLiveAttribute the attribute by which items expire
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
        properties.only("BillingMode", BillingMode.PAY_PER_REQUEST);
        timeToLive.only("Enabled", true);
        properties.deploymentOnly("PointInTimeRecoverySpecification", "SSESpecification", "DeletionProtectionEnabled");
        List.of(stream, timeToLive, properties).forEach(Properties::nothingElse);
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
        attributes.forEach(Properties::nothingElse);
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
        keys.forEach(Properties::nothingElse);
        return schema;
    }

    private static GlobalSecondaryIndex index(Properties index) {
        Properties projection = index.nested("Projection");
        String projected = projection.text("ProjectionType");
        if (!List.of("ALL", "KEYS_ONLY").contains(projected)) {
            throw new StartupException("local cannot honour an index with the projection " + projected);
        }
        GlobalSecondaryIndex definition = GlobalSecondaryIndex.builder()
                .indexName(index.text("IndexName"))
                .keySchema(keySchema(index))
                .projection(Projection.builder().projectionType(projected).build())
                .build();
        projection.nothingElse();
        index.nothingElse();
        return definition;
    }
}
