package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data stack delivers stream records in the way that counting requires. */
class DataStackDeliveryTest {

    private static final Stack STACK = Stack.DATA;

    private static final int STREAM_KEEPS_SECONDS = 24 * 60 * 60;

    @Test
    void hasTwoEventSourceMappings() {
        assertThat(STACK.ofType("AWS::Lambda::EventSourceMapping").keySet())
                .containsExactlyInAnyOrder("ViewMapping", "VoteMapping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void mapsTheStreamToTheAliasWithTheShardIdAndWithoutSkippingRecords(String kind) {
        Map<String, Object> mapping = STACK.properties(kind + "Mapping");
        assertThat(mapping)
                .containsEntry("FunctionName", Map.of("Ref", kind + "AggregatorLive"))
                .containsEntry("EventSourceArn", Map.of("Fn::GetAtt", "Table.StreamArn"))
                .containsEntry("StartingPosition", "TRIM_HORIZON")
                .containsEntry("TumblingWindowInSeconds", 900)
                .containsEntry("ParallelizationFactor", 1)
                .containsEntry("MaximumRetryAttempts", -1)
                .containsEntry("BisectBatchOnFunctionError", false)
                .containsEntry("FunctionResponseTypes", List.of("ReportBatchItemFailures"))
                .containsEntry("MetricsConfig", Map.of("Metrics", List.of("EventCount")))
                .containsEntry(
                        "DestinationConfig",
                        Map.of("OnFailure", Map.of("Destination", Map.of("Fn::GetAtt", "FailureBucket.Arn"))));
        assertThat((Integer) mapping.get("MaximumRecordAgeInSeconds"))
                .as("discards a batch while the stream still has its records, so that its payload goes to the bucket")
                .isBetween(STREAM_KEEPS_SECONDS / 2, STREAM_KEEPS_SECONDS - 3_600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void filtersByPatternsThatLambdaAccepts(String kind) {
        List<Object> filters =
                Stack.list(Stack.map(STACK.properties(kind + "Mapping").get("FilterCriteria"))
                        .get("Filters"));
        assertThat(filters).hasSizeBetween(1, 5).allSatisfy(filter -> {
            String pattern = String.valueOf(Stack.map(filter).get("Pattern"));
            assertThat(pattern.length()).isLessThanOrEqualTo(4_096);
            assertOnlyLists(new JsonObject(pattern));
            assertThat(pattern)
                    .contains("\"" + kind.toUpperCase(Locale.ROOT) + "\"")
                    .doesNotContain("numeric", "anything-but");
        });
    }

    /** The leaves of a pattern are lists of allowed values. */
    private static void assertOnlyLists(JsonObject pattern) {
        pattern.forEach(field -> {
            if (field.getValue() instanceof JsonObject nested) {
                assertOnlyLists(nested);
            } else {
                assertThat(field.getValue()).isInstanceOf(JsonArray.class);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void configuresTheFunction(String kind) {
        assertThat(STACK.properties(kind + "Aggregator"))
                .containsEntry("Runtime", "java25")
                .containsEntry("Architectures", List.of("arm64"))
                .containsEntry("SnapStart", Map.of("ApplyOn", "PublishedVersions"))
                .containsEntry("RecursiveLoop", "Terminate")
                .containsEntry("Role", Map.of("Fn::GetAtt", kind + "AggregatorRole.Arn"))
                .containsEntry(
                        "LoggingConfig",
                        Map.of("LogGroup", Map.of("Ref", kind + "AggregatorLogs"), "LogFormat", "JSON"))
                .containsEntry(
                        "FunctionName", Map.of("Fn::Sub", "${AWS::StackName}-" + kind.toLowerCase(Locale.ROOT) + "s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void publishesAVersionForTheAlias(String kind) {
        assertThat(STACK.properties(kind + "AggregatorLive"))
                .containsEntry("FunctionName", Map.of("Ref", kind + "Aggregator"))
                .containsEntry("FunctionVersion", Map.of("Fn::GetAtt", kind + "AggregatorVersionUnpackaged.Version"));
        assertThat(STACK.properties(kind + "AggregatorVersionUnpackaged"))
                .containsEntry("FunctionName", Map.of("Ref", kind + "Aggregator"));
    }

    /** Otherwise a changed parameter would change the function but not the version, and the mapping invokes the version. */
    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void describesTheVersionByAllParametersOfTheEnvironment(String kind) {
        Map<String, Object> environment =
                Stack.map(Stack.map(STACK.properties(kind + "Aggregator").get("Environment"))
                        .get("Variables"));
        String description = STACK.properties(kind + "AggregatorVersionUnpackaged")
                .get("Description")
                .toString();
        assertThat(environment.values()).allSatisfy(value -> assertThat(description)
                .contains("${" + Stack.map(value).get("Ref") + "}"));
    }
}
