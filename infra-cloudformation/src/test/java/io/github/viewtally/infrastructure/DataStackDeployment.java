package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged data stack, deployed through the APIs of an endpoint, whichever emulator is behind it. */
final class DataStackDeployment implements AutoCloseable {

    private static final String FUNCTIONS = "/2015-03-31/functions/";
    private static final String ALIAS = "live";
    private static final Pattern STATUS = Pattern.compile("<StackStatus>(\\w+)</StackStatus>");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final String stackName = "viewtally-" + UUID.randomUUID().toString().substring(0, 8);
    private final String bucket = stackName + "-code";
    private final AwsEndpoint endpoint;
    private boolean withAliases;

    DataStackDeployment(AwsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Uploads the code and creates the stack; returns when it is complete. */
    void deploy(Path packageFolder) throws IOException {
        upload(packageFolder);
        ReducedStack stack;
        try (var yaml = Files.newInputStream(packageFolder.resolve("template.yaml"))) {
            stack = ReducedStack.of(TemplateReader.read(yaml));
        }
        withAliases = makesAliases(stack);
        if (!withAliases) {
            System.out.println(
                    "left out: the emulator makes no AWS::Lambda::Alias, so the mappings are of the functions"
                            + " themselves");
        }
        create(stackName, withAliases ? stack : stack.withoutAliases());
    }

    private void upload(Path packageFolder) throws IOException {
        endpoint.put("s3", "/" + bucket, new byte[0]);
        try (Stream<Path> files = Files.list(packageFolder)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                endpoint.put("s3", "/" + bucket + "/viewtally/" + jar.getFileName(), Files.readAllBytes(jar));
            }
        }
    }

    /** Tried without the mappings, for an emulator that passes over the aliases would have nothing to map to. */
    private boolean makesAliases(ReducedStack stack) {
        String trial = stackName + "-trial";
        create(trial, stack.withoutMappings());
        JsonObject aliases = new JsonObject(endpoint.get("lambda", FUNCTIONS + trial + "-views/aliases"));
        delete(trial);
        return aliases.getJsonArray("Aliases").stream()
                .anyMatch(alias -> ALIAS.equals(((JsonObject) alias).getString("Name")));
    }

    private void create(String name, ReducedStack stack) {
        endpoint.cloudFormation(
                "CreateStack",
                Map.of(
                        "StackName", name,
                        "TemplateBody", stack.json(),
                        "Capabilities.member.1", "CAPABILITY_IAM",
                        "Parameters.member.1.ParameterKey", "CodeBucket",
                        "Parameters.member.1.ParameterValue", bucket,
                        "Parameters.member.2.ParameterKey", "TableName",
                        "Parameters.member.2.ParameterValue", name,
                        "Parameters.member.3.ParameterKey", "BatchingWindowSeconds",
                        "Parameters.member.3.ParameterValue", "0"));
        await().atMost(LONGEST).pollInterval(Duration.ofSeconds(1)).until(() -> !status(name)
                .equals("CREATE_IN_PROGRESS"));
        assertThat(status(name)).isEqualTo("CREATE_COMPLETE");
    }

    private String status(String name) {
        Matcher status = STATUS.matcher(endpoint.cloudFormation("DescribeStacks", Map.of("StackName", name)));
        assertThat(status.find()).as("the answer has a status").isTrue();
        return status.group(1);
    }

    /** The table has the name of the stack. */
    String tableName() {
        return stackName;
    }

    /** The end of the ARN of what a mapping invokes, for the function whose name ends so. */
    String invoked(String functionNameEnd) {
        return stackName + "-" + functionNameEnd + (withAliases ? ":" + ALIAS : "");
    }

    /** The mapping to the function whose name ends so. */
    JsonObject mapping(String functionNameEnd) {
        JsonObject mappings = new JsonObject(endpoint.get("lambda", "/2015-03-31/event-source-mappings/"));
        List<JsonObject> found = mappings.getJsonArray("EventSourceMappings").stream()
                .map(JsonObject.class::cast)
                .filter(mapping -> mapping.getString("FunctionArn").contains(stackName + "-" + functionNameEnd))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** What Lambda has of the function whose name ends so. */
    JsonObject function(String functionNameEnd) {
        return new JsonObject(endpoint.get("lambda", FUNCTIONS + stackName + "-" + functionNameEnd + "/configuration"));
    }

    /** Invokes the function whose name ends so, and returns its answer. */
    String invoke(String functionNameEnd, JsonObject event) {
        return endpoint.post(
                "lambda",
                FUNCTIONS + stackName + "-" + functionNameEnd + "/invocations",
                event.encode().getBytes(StandardCharsets.UTF_8));
    }

    private void delete(String name) {
        endpoint.cloudFormation("DeleteStack", Map.of("StackName", name));
    }

    @Override
    public void close() {
        delete(stackName);
    }
}
