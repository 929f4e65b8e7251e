package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alarms of the data stack and their topic. */
class DataStackAlarmsTest {

    private static final Stack STACK = Stack.DATA;

    @Test
    void hasAnAlarmForEveryKindOfFailure() {
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

    /**
     * A function emits no metrics if it is not invoked, so this alarm compares the table's writes with the records that the
     * mapping reads. A mapping without data counts as zero. An idle table does not trigger the alarm.
     */
    @ParameterizedTest
    @ValueSource(strings = {"View", "Vote"})
    void ringsIfTheTableIsWrittenAndTheMappingReadsNothing(String kind) {
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

    /** Lambda emits event counts only for mappings that enable them. */
    @Test
    void enablesTheMetricsThatAlarmsWatch() {
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

    /** CloudWatch cannot use AWS's key for SNS: with {@code alias/aws/sns} no alarm would be delivered. */
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
}
