package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What linters do not know of the data stack: that it delivers, and keeps, as the counting needs it. */
class DataStackTest {

    private static final Stack STACK = Stack.DATA;
    private static final int STREAM_KEEPS_SECONDS = 24 * 60 * 60;

    @Test
    void keepsTheTableSafe() {
        assertThat(STACK.properties("Table"))
                .containsEntry("BillingMode", "PAY_PER_REQUEST")
                .containsEntry("DeletionProtectionEnabled", true)
                .containsEntry("PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true))
                .containsEntry("SSESpecification", Map.of("SSEEnabled", true))
                .containsEntry("StreamSpecification", Map.of("StreamViewType", "NEW_AND_OLD_IMAGES"))
                .containsEntry("TimeToLiveSpecification", Map.of("AttributeName", "expiresAt", "Enabled", true));
    }

    @Test
    void hasNoThirdReaderOfTheStream() {
        assertThat(STACK.ofType("AWS::Lambda::EventSourceMapping").keySet())
                .containsExactlyInAnyOrder("ViewMapping", "VoteMapping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void mapsTheStreamToTheAliasSoThatAShardIsToldAndNothingIsSkipped(String kind) {
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
                .as("given up while the stream still has the record, so that its payload goes to the bucket")
                .isBetween(STREAM_KEEPS_SECONDS / 2, STREAM_KEEPS_SECONDS - 3_600);
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

    /** Else a change of a parameter would change the function and not the version, which is what is invoked. */
    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void describesTheVersionByAllThatTheEnvironmentRefersTo(String kind) {
        Map<String, Object> environment =
                Stack.map(Stack.map(STACK.properties(kind + "Aggregator").get("Environment"))
                        .get("Variables"));
        String description = STACK.properties(kind + "AggregatorVersionUnpackaged")
                .get("Description")
                .toString();
        assertThat(environment.values()).allSatisfy(value -> assertThat(description)
                .contains("${" + Stack.map(value).get("Ref") + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void setsTheFunctionUp(String kind) {
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
    void filtersByPatternsThatLambdaTakes(String kind) {
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

    /** A pattern's leaves are lists of what is allowed. */
    private static void assertOnlyLists(JsonObject pattern) {
        pattern.forEach(field -> {
            if (field.getValue() instanceof JsonObject nested) {
                assertOnlyLists(nested);
            } else {
                assertThat(field.getValue()).isInstanceOf(io.vertx.core.json.JsonArray.class);
            }
        });
    }

    @Test
    void keepsDiscardedBatchesPrivateAndForThirtyDays() {
        Map<String, Object> bucket = STACK.properties("FailureBucket");
        assertThat(Stack.map(bucket.get("PublicAccessBlockConfiguration")))
                .hasSize(4)
                .allSatisfy((name, blocked) -> assertThat(blocked).isEqualTo(true));
        assertThat(bucket.get("BucketEncryption").toString()).contains("SSEAlgorithm=AES256");
        List<Object> rules =
                Stack.list(Stack.map(bucket.get("LifecycleConfiguration")).get("Rules"));
        assertThat(rules).hasSize(1).allSatisfy(rule -> assertThat(Stack.map(rule))
                .containsEntry("Status", "Enabled")
                .containsEntry("ExpirationInDays", 30));
    }

    /**
     * No metric of a function is emitted while nothing invokes it, so this one compares what is written with what is
     * read. A mapping that reads nothing may emit nothing: that counts as zero. An idle table does not ring.
     */
    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void ringsWhenTheTableIsWrittenAndNothingIsDelivered(String kind) {
        Map<String, Object> alarm = STACK.properties(kind + "StallAlarm");
        Map<Object, Map<String, Object>> metrics = Stack.list(alarm.get("Metrics")).stream()
                .map(Stack::map)
                .collect(Collectors.toMap(metric -> metric.get("Id"), metric -> metric));
        assertThat(metrics).containsOnlyKeys("stalled", "written", "polled");
        assertThat(metrics.get("stalled"))
                .containsEntry("Expression", "IF(FILL(written, 0) > 0 AND FILL(polled, 0) == 0, 1, 0)")
                .containsEntry("ReturnData", true);
        assertThat(metrics.get("written").get("MetricStat"))
                .isEqualTo(summed("AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", "Table"));
        assertThat(metrics.get("polled").get("MetricStat"))
                .isEqualTo(summed("AWS/Lambda", "PolledEventCount", "EventSourceMappingUUID", kind + "Mapping"));
        assertThat(alarm)
                .containsEntry("ComparisonOperator", "GreaterThanThreshold")
                .containsEntry("Threshold", 0)
                .containsEntry("TreatMissingData", "notBreaching")
                .containsEntry("DatapointsToAlarm", 2)
                .containsEntry("EvaluationPeriods", 3);
    }

    private static Map<String, Object> summed(String namespace, String name, String dimension, String resource) {
        return Map.of(
                "Metric",
                Map.of(
                        "Namespace",
                        namespace,
                        "MetricName",
                        name,
                        "Dimensions",
                        List.of(Map.of("Name", dimension, "Value", Map.of("Ref", resource)))),
                "Period",
                300,
                "Stat",
                "Sum");
    }

    /** Lambda emits the counts of a mapping's events only if it is asked to. */
    @Test
    void asksForTheMetricsOfMappingsThatAlarmsAreOn() {
        Set<String> watched = new TreeSet<>();
        STACK.ofType("AWS::CloudWatch::Alarm").forEach((id, alarm) -> new Stack(id, alarm).walk((path, map) -> {
            if ("EventSourceMappingUUID".equals(map.get("Name"))) {
                watched.add(String.valueOf(Stack.map(map.get("Value")).get("Ref")));
            }
        }));
        assertThat(watched).containsExactly("ViewMapping", "VoteMapping").allSatisfy(mapping -> assertThat(
                        STACK.properties(mapping))
                .containsEntry("MetricsConfig", Map.of("Metrics", List.of("EventCount"))));
    }

    /** CloudWatch may not use AWS's own key for SNS: with {@code alias/aws/sns} no alarm would come through. */
    @Test
    void encryptsTheTopicWithAKeyThatAlarmsMayUse() {
        assertThat(STACK.properties("AlarmTopic")).containsEntry("KmsMasterKeyId", Map.of("Ref", "Key"));
        assertThat(STACK.properties("Key")).containsEntry("EnableKeyRotation", true);
        Map<String, Object> ownAccount =
                Map.of("StringEquals", Map.of("aws:SourceAccount", Map.of("Ref", "AWS::AccountId")));
        assertThat(statement(STACK.properties("Key").get("KeyPolicy"), "AlarmsOfThisAccount"))
                .containsEntry("Effect", "Allow")
                .containsEntry("Principal", Map.of("Service", "cloudwatch.amazonaws.com"))
                .containsEntry("Action", List.of("kms:Decrypt", "kms:GenerateDataKey*"))
                .containsEntry("Condition", ownAccount);
        Object topicPolicy = STACK.properties("AlarmTopicPolicy").get("PolicyDocument");
        assertThat(statement(topicPolicy, "AlarmsOfThisAccount"))
                .containsEntry("Effect", "Allow")
                .containsEntry("Principal", Map.of("Service", "cloudwatch.amazonaws.com"))
                .containsEntry("Action", "sns:Publish")
                .containsEntry("Condition", ownAccount);
        assertThat(statement(topicPolicy, "EncryptedConnectionsOnly")).containsEntry("Effect", "Deny");
    }

    private static Map<String, Object> statement(Object policy, String id) {
        return Stack.list(Stack.map(policy).get("Statement")).stream()
                .map(Stack::map)
                .filter(statement -> id.equals(statement.get("Sid")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void scansEachImageThatIsPushedAndMovesNoTag() {
        assertThat(STACK.properties("ImageRepository"))
                .containsEntry("ImageScanningConfiguration", Map.of("ScanOnPush", true))
                .containsEntry("ImageTagMutability", "IMMUTABLE");
    }

    @Test
    void watchesEverythingThatCanGoWrong() {
        Map<String, Map<String, Object>> alarms = STACK.ofType("AWS::CloudWatch::Alarm");
        Set<String> watched = alarms.values().stream()
                .flatMap(alarm -> alarm.toString().lines())
                .flatMap(text -> List.of(
                                "IteratorAge",
                                "Errors",
                                "Throttles",
                                "RecordsQuarantined",
                                "OnFailureDestinationDeliveredEventCount",
                                "DroppedEventCount",
                                "PolledEventCount")
                        .stream()
                        .filter(metric -> text.contains("MetricName=" + metric)))
                .collect(Collectors.toSet());
        assertThat(watched).hasSize(7);
        assertThat(alarms).allSatisfy((id, alarm) -> assertThat(alarm)
                .containsEntry("AlarmActions", List.of(Map.of("Ref", "AlarmTopic")))
                .containsKeys("TreatMissingData", "AlarmDescription"));
    }
}
