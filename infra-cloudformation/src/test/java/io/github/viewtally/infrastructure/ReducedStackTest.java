package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReducedStackTest {

    private static final int MAX_BYTES_INLINE = 51_200;
    private static final ReducedStack REDUCED = ReducedStack.of(Stack.DATA.template());

    @Test
    void removesMonitoringOnly() {
        String json = REDUCED.json();
        assertThat(json.length()).isLessThan(MAX_BYTES_INLINE);
        assertThat(json).doesNotContain("Alarm", "Dashboard", "HasAlarmEmail");
        Set<String> resources = new JsonObject(json).getJsonObject("Resources").fieldNames();
        assertThat(resources)
                .contains(
                        "Table",
                        "ViewMapping",
                        "VoteMapping",
                        "ViewAggregatorRole",
                        "VoteAggregatorLive",
                        "FailureBucket");
        assertThat(read(json).template()).doesNotContainKeys("Conditions", "Outputs");
    }

    @Test
    void keepsConditionalResourcesAndTheFirstBranches() {
        assertThat(REDUCED.json()).doesNotContain("\"Condition\":\"", "Fn::If");
        assertThat(read(REDUCED.json()).ofType("AWS::Lambda::Function"))
                .containsKeys("ViewAggregator", "VoteAggregator", "Auditor");
    }

    @Test
    void writesAttributesAsListsInJson() {
        assertThat(read(REDUCED.json()).properties("ViewMapping"))
                .containsEntry("EventSourceArn", Map.of("Fn::GetAtt", List.of("Table", "StreamArn")))
                .containsEntry("FunctionName", Map.of("Ref", "ViewAggregatorLive"));
    }

    @Test
    void mapsToTheFunctionsIfThereAreNoAliases() {
        Stack stack = read(REDUCED.withoutAliases().json());
        assertThat(stack.ofType("AWS::Lambda::Alias")).isEmpty();
        assertThat(stack.properties("ViewMapping")).containsEntry("FunctionName", Map.of("Ref", "ViewAggregator"));
        assertThat(stack.properties("VoteMapping")).containsEntry("FunctionName", Map.of("Ref", "VoteAggregator"));
        assertThat(stack.section("Resources"))
                .hasSize(Stack.map(REDUCED.template().get("Resources")).size() - 2);
    }

    @Test
    void removesTheMappings() {
        Stack stack = read(REDUCED.withoutMappings().json());
        assertThat(stack.ofType("AWS::Lambda::Alias")).hasSize(2);
        assertThat(stack.ofType("AWS::Lambda::EventSourceMapping")).isEmpty();
    }

    private static Stack read(String json) {
        return new Stack(
                "reduced", TemplateReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
    }
}
