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

/** Deploys the packaged data stack to an AWS emulator. */
final class DataStackDeployment implements AutoCloseable {

    private static final String FUNCTIONS = "/2015-03-31/functions/";
    private static final String ALIAS = "live";
    private static final Pattern STATUS = Pattern.compile("<StackStatus>(\\w+)</StackStatus>");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final String stackName = "viewtally-" + UUID.randomUUID().toString().substring(0, 8);
    private final String bucket = stackName + "-code";
    private final AwsEndpoint endpoint;
    private boolean withAliases;

    DataStackDeployment(AwsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Uploads the code, creates the stack and waits until it is complete. */
    void deploy(Path packageFolder) throws IOException {
        upload(packageFolder);
        ReducedStack stack;
        try (var yaml = Files.newInputStream(packageFolder.resolve("template.yaml"))) {
            stack = ReducedStack.of(TemplateReader.read(yaml));
        }
        withAliases = supportsAliases(stack);
        if (!withAliases) {
            System.out.println("not tested: the emulator ignores AWS::Lambda::Alias, so the mappings use the functions"
                    + " directly");
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

    /** Creates a trial stack without mappings, because mappings fail if the emulator ignores the aliases. */
    private boolean supportsAliases(ReducedStack stack) {
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
        await().atMost(TIMEOUT).pollInterval(Duration.ofSeconds(1)).until(() -> !status(name)
                .equals("CREATE_IN_PROGRESS"));
        assertThat(status(name)).isEqualTo("CREATE_COMPLETE");
    }

    private String status(String name) {
        Matcher status = STATUS.matcher(endpoint.cloudFormation("DescribeStacks", Map.of("StackName", name)));
        assertThat(status.find()).as("the response has a status").isTrue();
        return status.group(1);
    }

    /** The name of the table, which is the name of the stack. */
    String tableName() {
        return stackName;
    }

    /** The end of the ARN that a mapping invokes. */
    String invokedName(String functionNameEnd) {
        return stackName + "-" + functionNameEnd + (withAliases ? ":" + ALIAS : "");
    }

    /** The mapping of the function whose name has this end. */
    JsonObject mapping(String functionNameEnd) {
        JsonObject mappings = new JsonObject(endpoint.get("lambda", "/2015-03-31/event-source-mappings/"));
        List<JsonObject> found = mappings.getJsonArray("EventSourceMappings").stream()
                .map(JsonObject.class::cast)
                .filter(mapping -> mapping.getString("FunctionArn").contains(stackName + "-" + functionNameEnd))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Lambda's configuration of the function whose name has this end. */
    JsonObject function(String functionNameEnd) {
        return new JsonObject(endpoint.get("lambda", FUNCTIONS + stackName + "-" + functionNameEnd + "/configuration"));
    }

    /** Invokes the function whose name has this end, and returns its response. */
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
