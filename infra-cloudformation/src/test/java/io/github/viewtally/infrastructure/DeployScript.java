package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code deploy.sh}. The file {@code deploy.sh} lies in the folder of this module. */
final class DeployScript {

    private static final long TIMEOUT_SECONDS = 300;

    /**
     * The result of a run.
     *
     * @param exitCode 0 if everything was deployed
     * @param output the last message
     * @param errors the commands, each after a plus sign, and what went wrong
     */
    record Run(int exitCode, String output, String errors) {

        /** The commands in their order. */
        List<String> commands() {
            return errors.lines()
                    .filter(line -> line.startsWith("+ "))
                    .map(line -> line.substring(2))
                    .toList();
        }
    }

    private DeployScript() {}

    static Run run(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "deploy.sh"));
        command.addAll(List.of(options));
        Path errors = Files.createTempFile("deploy", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), output, Files.readString(errors));
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }
}
