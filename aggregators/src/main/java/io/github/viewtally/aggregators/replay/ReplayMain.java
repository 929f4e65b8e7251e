package io.github.viewtally.aggregators.replay;

import io.github.viewtally.aggregators.lambda.LambdaEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The command {@code java -jar replay.jar FOLDER}, which counts the batches that Lambda discarded. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Counts the batches that Lambda gave up, from objects of the failure bucket, each once however"
                + " often it is replayed. Region and credentials are found as every AWS SDK finds them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all is counted",
            "1:some is not, as it says, or the output is closed",
            "2:the command cannot be understood"
        })
public final class ReplayMain implements Callable<Integer> {

    @Option(names = "--table", defaultValue = "video-stats", description = "The table. Default: ${DEFAULT-VALUE}.")
    private String table;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Objects, or folders of them.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // Unlike picocli's own writer, this one reports failed writes.
        System.exit(new CommandLine(new ReplayMain())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int failed = 0;
        try (DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(LambdaEnvironment.clientConfiguration())
                .build()) {
            Replay replay = new Replay(client, table);
            for (Path file : allFiles()) {
                try {
                    out.println(file + ": counted, " + replay.replay(Files.readString(file)) + " records");
                } catch (IOException | IllegalArgumentException | IllegalStateException | SdkException e) {
                    failed++;
                    out.println(file + ": NOT counted: " + e.getMessage());
                }
                if (out.checkError()) {
                    // The output is closed. A later replay counts the rest, and nothing twice.
                    return 1;
                }
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private List<Path> allFiles() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path given : files) {
            try (Stream<Path> found = Files.walk(given)) {
                found.filter(Files::isRegularFile).sorted().forEach(all::add);
            }
        }
        return all;
    }
}
