package io.github.viewtally.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.local.startup.StartupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackTemplateTest {

    @Test
    void readsTableMappingsAndFunctions() {
        StackTemplate stack = StackTemplate.load(Map.of());
        assertThat(stack.table().definition().globalSecondaryIndexes())
                .extracting(
                        index -> index.indexName() + " " + index.projection().projectionTypeAsString())
                .containsExactly("GSI1 ALL", "GSI2 KEYS_ONLY", "GSI3 KEYS_ONLY");
        assertThat(stack.table().definition().streamSpecification().streamViewTypeAsString())
                .isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(stack.table().timeToLiveAttribute()).isEqualTo("expiresAt");
        assertThat(stack.table().templateName()).isEqualTo("video-stats");
        assertThat(stack.mappings()).hasSize(2).allSatisfy(mapping -> {
            assertThat(mapping.batchSize()).isEqualTo(1_000);
            assertThat(mapping.batchingWindow()).isEqualTo(Duration.ofSeconds(1));
            assertThat(mapping.tumblingWindow()).isEqualTo(Duration.ofSeconds(900));
            assertThat(mapping.patterns()).hasSize(2);
            assertThat(stack.functionOf(mapping).handlerClass()).startsWith("io.github.viewtally.aggregators.");
        });
    }

    @Test
    void acceptsParameters() {
        assertThat(StackTemplate.load(Map.of("BatchingWindowSeconds", "0")).mappings())
                .allSatisfy(mapping -> assertThat(mapping.batchingWindow()).isZero());
        for (String value : List.of("-1", "301", "soon")) {
            assertThatThrownBy(() -> StackTemplate.load(Map.of("BatchingWindowSeconds", value)))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("BatchingWindowSeconds");
        }
        assertThatThrownBy(() -> StackTemplate.load(Map.of("BatchWindow", "0")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("BatchWindow");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BillingMode: PAY_PER_REQUEST    | BillingMode: PROVISIONED            | BillingMode",
                "BillingMode: PAY_PER_REQUEST    | TableClass: STANDARD                | Table.TableClass",
                "StartingPosition: TRIM_HORIZON  | StartingPosition: LATEST            | StartingPosition",
                "ParallelizationFactor: 1        | ParallelizationFactor: 2            | ParallelizationFactor",
                "ParallelizationFactor: 1        | KmsKeyArn: x                        | ViewMapping.KmsKeyArn",
                "BisectBatchOnFunctionError: false | BisectBatchOnFunctionError: true  | BisectBatchOnFunctionError",
                "MaximumRetryAttempts: -1        | MaximumRetryAttempts: 3             | MaximumRetryAttempts",
                "TumblingWindowInSeconds: 900    | TumblingWindowInSeconds: 0          | TumblingWindowInSeconds",
                "FunctionResponseTypes: [ReportBatchItemFailures] | FunctionResponseTypes: [] | FunctionResponseTypes",
                "Timeout: 60                     | ReservedConcurrentExecutions: 1     | ReservedConcurrentExecutions",
                "AttributeName: GSI2SK, AttributeType | AttributeNames: x, AttributeType    | AttributeName",
                "FilterCriteria:                 | FilterCriterion:                    | FilterCriterion",
                "GetAtt Table.StreamArn          | GetAtt Table.Arn                    | EventSourceArn",
                "ProjectionType: KEYS_ONLY       | ProjectionType: INCLUDE             | INCLUDE",
                "FunctionName: !Ref ViewAggregatorLive | FunctionName: !Ref ViewAggregator | ViewMapping.FunctionName",
                "VoteAggregatorVersionUnpackaged.Version | ViewAggregatorVersionUnpackaged.Version | VoteAggregatorLive",
                "Name: live                      | RoutingConfig: x                    | ViewAggregatorLive.RoutingConfig",
                "Type: AWS::SNS::Topic           | Type: AWS::SQS::Queue               | AWS::SQS::Queue",
                "Type: AWS::DynamoDB::Table      | Type: AWS::DynamoDB::GlobalTable    | table",
                "ViewMapping:                    | 'ViewMapping:\n    Condition: X'    | ViewMapping.Condition"
            })
    void rejectsUnsupportedProperties(String instead, String property, String named) throws IOException {
        String changed = template().replaceFirst(Pattern.quote(instead), property);
        assertThatThrownBy(() -> StackTemplate.read(stream(changed), Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS::CloudWatch::Alarm",
                "AWS::ECR::Repository",
                "AWS::KMS::Key",
                "AWS::SNS::Topic",
                "AWS::SNS::TopicPolicy"
            })
    void ignoresResourcesThatOneMachineDoesNotNeed(String type) throws IOException {
        String extended =
                template().replaceFirst("(?m)^Resources:$", "Resources:\n  Another: { Type: '" + type + "' }");
        assertThat(StackTemplate.read(stream(extended), Map.of())).isEqualTo(StackTemplate.load(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS::KMS::Alias", "AWS::Lambda::EventInvokeConfig", "AWS::Kinesis::Stream"})
    void rejectsUnknownResources(String type) throws IOException {
        String extended =
                template().replaceFirst("(?m)^Resources:$", "Resources:\n  Another: { Type: '" + type + "' }");
        assertThatThrownBy(() -> StackTemplate.read(stream(extended), Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(type);
    }

    @Test
    void rejectsATemplateThatIsNotYaml() {
        assertThatThrownBy(() -> StackTemplate.read(stream("Resources: ]["), Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessageNotContaining("\n");
    }

    private static String template() throws IOException {
        try (InputStream yaml = StackTemplate.class.getResourceAsStream("/viewtally/template.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
