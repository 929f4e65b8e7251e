package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.viewtally.testsupport.process.Programs;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code deploy.sh} against moto, an emulator of AWS, if it and the AWS CLI are installed. The templates are reduced,
 * because moto does not support all of their resources.
 */
class DeployScriptIT {

    /** moto ignores resources of these types. */
    private static final Set<String> IGNORED = Set.of("AWS::S3::BucketPolicy");

    private static final String STACK = "trial-data";
    private static final Path PACKAGE = Path.of(System.getProperty("viewtally.package"));

    @TempDir
    static Path folder;

    private static Optional<Process> moto = Optional.empty();
    private static AwsEndpoint endpoint;
    private static Map<String, String> environment;

    @BeforeAll
    static void start() throws Exception {
        skipWithout("aws");
        skipWithout("moto_server");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        moto = Optional.of(new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile())
                .start());
        endpoint = new AwsEndpoint(URI.create("http://127.0.0.1:" + port));
        environment = Map.of(
                "AWS_ENDPOINT_URL",
                endpoint.uri().toString(),
                "AWS_REGION",
                AwsEndpoint.REGION,
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test");
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> endpoint.get("s3", "/") != null);
        writeReducedPackage();
    }

    private static void skipWithout(String program) {
        if (Programs.find(program).isEmpty()) {
            String reason = "deploy.sh was not run: there is no " + program + " on the path";
            System.out.println(reason);
            abort(reason);
        }
    }

    private static void writeReducedPackage() throws IOException {
        try (var yaml = Files.newInputStream(PACKAGE.resolve("template.yaml"))) {
            ReducedStack stack = ReducedStack.of(TemplateReader.read(yaml)).withoutAliases();
            Files.writeString(folder.resolve("template.yaml"), stack.json());
        }
        try (Stream<Path> files = Files.list(PACKAGE)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.copy(jar, folder.resolve(jar.getFileName()));
            }
        }
    }

    @AfterAll
    static void stop() {
        moto.ifPresent(Process::destroy);
    }

    @Test
    void createsWhatTheTemplateSaysAndChangesNothingWhenItRunsAgain() throws Exception {
        DeployScript.Run first = deploy();
        assertThat(first.exitCode()).as(first.errors()).isZero();
        assertThat(first.output()).contains("The stack trial-data is deployed.");
        List<String> types = values("ResourceType");
        assertThat(types)
                .containsExactlyInAnyOrderElementsOf(
                        ReducedStack.of(Stack.DATA.template()).withoutAliases().resourceTypes().stream()
                                .filter(type -> !IGNORED.contains(type))
                                .toList());
        assertThat(first.commands())
                .anyMatch(command -> command.startsWith("aws s3 mb "))
                .anyMatch(command -> command.startsWith("aws s3 cp "));

        List<String> ids = values("PhysicalResourceId");
        assertThat(ids).contains("trial", "trial-data-views", "trial-data-votes");
        DeployScript.Run second = deploy();

        assertThat(second.exitCode()).as(second.errors()).isZero();
        assertThat(second.commands())
                .noneMatch(command -> command.startsWith("aws s3 mb ") || command.startsWith("aws s3 cp "));
        assertThat(values("PhysicalResourceId")).isEqualTo(ids);
        assertThat(endpoint.cloudFormation("DescribeStacks", Map.of("StackName", STACK)))
                .contains("<StackStatus>CREATE_COMPLETE</StackStatus>");
    }

    private static DeployScript.Run deploy() throws Exception {
        return DeployScript.run(
                environment,
                "--without-api",
                "--name",
                "trial",
                "--package",
                folder.toString(),
                "--data-parameter",
                "TableName=trial");
    }

    /** The values of an element of each resource of the stack. */
    private static List<String> values(String element) {
        return Pattern.compile("<" + element + ">([^<]+)</")
                .matcher(endpoint.cloudFormation("DescribeStackResources", Map.of("StackName", STACK)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
