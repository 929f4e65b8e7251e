package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployScriptTest {

    private static final String CIDR = "203.0.113.7/32";

    @TempDir
    Path folder;

    /** Puts commands on the path that write their name to a file, and fail. */
    @BeforeEach
    void replaceCommands() throws Exception {
        assumeFalse(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows"),
                "deploy.sh needs a shell: on Windows, WSL or Git Bash");
        for (String command : List.of("aws", "mvn", "docker")) {
            Path file = Files.writeString(
                    folder.resolve(command), "#!/bin/sh\necho " + command + " >> '" + folder + "/called'\nexit 1\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void aDryRunPrintsEachCommandAndRunsNone() throws Exception {
        DeployScript.Run run = run(
                "--dry-run",
                "--allowed-cidr",
                CIDR,
                "--data-parameter",
                "AlarmEmail=you@example.org",
                "--api-parameter",
                "CorsOrigins=https://a.example https://b.example");

        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("called")).doesNotExist();
        assertThat(run.commands())
                .filteredOn(command -> command.contains("cloudformation deploy"))
                .hasSize(2)
                .satisfiesExactly(
                        data -> assertThat(data)
                                .contains(
                                        "--stack-name viewtally-data ",
                                        "/template.yaml ",
                                        " CodeBucket=viewtally-code-")
                                .endsWith(" AlarmEmail=you@example.org"),
                        api -> assertThat(api)
                                .contains("--stack-name viewtally-api ", "/api.yaml ", " DataStack=viewtally-data ")
                                .contains(" AllowedCidr=" + CIDR)
                                .endsWith(" 'CorsOrigins=https://a.example https://b.example'"));
        assertThat(run.commands())
                .anyMatch(command -> command.startsWith("mvn ") && command.contains("package"))
                .anyMatch(command -> command.startsWith("aws s3 mb s3://viewtally-code-"))
                .anyMatch(command -> command.startsWith("aws s3 cp ") && command.contains("/aggregators-"))
                .anyMatch(command -> command.startsWith("docker buildx build "));
        assertThat(run.output()).contains("dry run");
    }

    @Test
    void aDryRunWithAnImageBuildsNone() throws Exception {
        String image = "registry.example/viewtally@sha256:" + "0".repeat(64);

        DeployScript.Run run = run("--dry-run", "--allowed-cidr", CIDR, "--image", image, "--name", "trial");

        assertThat(run.commands())
                .noneMatch(command -> command.startsWith("docker") || command.contains("ecr"))
                .anyMatch(
                        command -> command.contains("--stack-name trial-api ") && command.contains(" Image=" + image));
    }

    @Test
    void stopsAtTheFirstCommandThatFails() throws Exception {
        DeployScript.Run run = run("--allowed-cidr", CIDR);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.commands()).singleElement().asString().startsWith("mvn ");
        assertThat(folder.resolve("called")).hasContent("mvn");
        assertThat(run.output()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', --allowed-cidr is required",
        "--allowed-cidr, --allowed-cidr needs a value",
        "--without-api --colour, unknown option: --colour",
        "--without-api --data-parameter AlarmEmail, not KEY=VALUE: AlarmEmail",
        "--allowed-cidr 10.0.0.0/8 --image viewtally:latest, --image needs a digest",
        "--without-api --package no/such/folder, there is no folder no/such/folder"
    })
    void rejectsWrongOptionsBeforeAnyCommand(String options, String message) throws Exception {
        DeployScript.Run run = run(options.isEmpty() ? new String[0] : options.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("deploy.sh: " + message);
        assertThat(folder.resolve("called")).doesNotExist();
    }

    private DeployScript.Run run(String... options) throws Exception {
        return DeployScript.run(
                Map.of("PATH", folder + File.pathSeparator + System.getenv("PATH"), "AWS_REGION", "eu-central-1"),
                options);
    }
}
