package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
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

    private static final Pattern STATUS = Pattern.compile("<StackStatus>(\\w+)</StackStatus>");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final String stackName = "viewtally-" + UUID.randomUUID().toString().substring(0, 8);
    private final AwsEndpoint endpoint;

    DataStackDeployment(AwsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Uploads the code and creates the stack; returns when it is complete. */
    void deploy(Path packageFolder) throws IOException {
        String bucket = stackName + "-code";
        endpoint.put("s3", "/" + bucket, new byte[0]);
        try (Stream<Path> files = Files.list(packageFolder)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                endpoint.put("s3", "/" + bucket + "/viewtally/" + jar.getFileName(), Files.readAllBytes(jar));
            }
        }
        String template;
        try (var yaml = Files.newInputStream(packageFolder.resolve("template.yaml"))) {
            template = ReducedStack.of(TemplateReader.read(yaml));
        }
        endpoint.cloudFormation(
                "CreateStack",
                Map.of(
                        "StackName", stackName,
                        "TemplateBody", template,
                        "Capabilities.member.1", "CAPABILITY_IAM",
                        "Parameters.member.1.ParameterKey", "CodeBucket",
                        "Parameters.member.1.ParameterValue", bucket,
                        "Parameters.member.2.ParameterKey", "TableName",
                        "Parameters.member.2.ParameterValue", stackName,
                        "Parameters.member.3.ParameterKey", "BatchingWindowSeconds",
                        "Parameters.member.3.ParameterValue", "0"));
        await().atMost(LONGEST).pollInterval(Duration.ofSeconds(1)).until(() -> !status().equals("CREATE_IN_PROGRESS"));
        assertThat(status()).isEqualTo("CREATE_COMPLETE");
    }

    private String status() {
        Matcher status = STATUS.matcher(endpoint.cloudFormation("DescribeStacks", Map.of("StackName", stackName)));
        assertThat(status.find()).as("the answer has a status").isTrue();
        return status.group(1);
    }

    /** The table has the name of the stack. */
    String tableName() {
        return stackName;
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

    @Override
    public void close() {
        endpoint.cloudFormation("DeleteStack", Map.of("StackName", stackName));
    }
}
