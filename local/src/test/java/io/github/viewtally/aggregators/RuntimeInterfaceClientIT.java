package io.github.viewtally.aggregators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.testsupport.lambda.RuntimeApi;
import io.github.viewtally.testsupport.lambda.StreamEvents;
import io.github.viewtally.testsupport.process.ChildProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the packaged jar as Lambda does: in a process with AWS's runtime interface client, against a runtime API. */
class RuntimeInterfaceClientIT {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String HANDLER = "io.github.viewtally.aggregators.ViewAggregator::handleRequest";

    /** Lambda's settings for a snapshot: the client calls the hooks and then waits to be restored. */
    private static final Map<String, String> SNAPSHOT = Map.of(
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "snap-start",
            "JAVA_TOOL_OPTIONS",
            "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");

    /** What a function printed, and whether it waited to be restored. */
    private record Run(List<String> lines, boolean restored) {

        List<JsonObject> jsonLines() {
            return lines.stream()
                    .filter(line -> line.startsWith("{"))
                    .map(JsonObject::new)
                    .toList();
        }
    }

    @Test
    void countsTheEventInItsOwnProcess() throws Exception {
        assertThat(countTheEvent(Map.of()).restored()).isFalse();
    }

    @Test
    void printsItsMetricsForCloudWatch() throws Exception {
        List<JsonObject> metrics = countTheEvent(Map.of()).jsonLines().stream()
                .filter(line -> line.containsKey("_aws"))
                .toList();
        assertThat(metrics).singleElement().satisfies(line -> {
            assertThat(line.getString("aggregator")).isEqualTo("views");
            assertThat(line.getInteger("RecordsCounted")).isEqualTo(2);
            assertThat(line.getInteger("GroupsApplied")).isEqualTo(1);
            assertThat(line.getInteger("WriteUnits")).isPositive();
        });
    }

    @Test
    void logsInTheConfiguredFormat() throws Exception {
        Map<String, String> env = new HashMap<>(SNAPSHOT);
        env.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        assertThat(countTheEvent(env).jsonLines())
                .anySatisfy(line -> assertThat(line.getString("message", "")).contains("primed for the snapshot"))
                .allSatisfy(line -> assertThat(line.containsKey("level") || line.containsKey("_aws"))
                        .isTrue());
    }

    @Test
    void isPrimedBeforeASnapshotWithoutAWrite() throws Exception {
        Run run = countTheEvent(SNAPSHOT);
        assertThat(run.lines()).anySatisfy(line -> assertThat(line).contains("primed for the snapshot"));
        assertThat(run.restored()).isTrue();
    }

    /** Delivers one event to a new process and checks the counts. */
    private static Run countTheEvent(Map<String, String> env) throws Exception {
        String os = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(os.startsWith("Linux"), "the runtime interface client needs Linux, this is " + os);
        try (TestTable table = new TestTable();
                RuntimeApi api = new RuntimeApi(StreamEvents.twoViews())) {
            ChildProcess function = start(table, api, env);
            try (function) {
                assertThat(api.response().get(30, TimeUnit.SECONDS).body())
                        .isEqualTo("{\"state\":{\"kept\":\"as it was\"},\"batchItemFailures\":[]}");
                assertThat(table.counts(SummaryKey.video("5"))).isEqualTo(new Counts(2, 102, 0, 0));
                assertThat(table.counts(SummaryKey.user("1"))).isEqualTo(new Counts(1, 60, 0, 0));
            }
            function.awaitExit();
            return new Run(function.lines(), api.restored().isDone());
        }
    }

    private static ChildProcess start(TestTable table, RuntimeApi api, Map<String, String> env) throws IOException {
        Map<String, String> all = new HashMap<>(table.clientEnvironment());
        all.putAll(Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                api.address(),
                "_HANDLER",
                HANDLER,
                "AWS_LAMBDA_FUNCTION_NAME",
                "ViewAggregator",
                "TABLE_NAME",
                TestTable.NAME));
        all.putAll(env);
        String classPath = System.getProperty("viewtally.lambda-runtime.lib") + "/*"
                + System.getProperty("path.separator")
                + System.getProperty("viewtally.aggregators.jar");
        return ChildProcess.java(classPath, all, CLIENT, HANDLER);
    }
}
