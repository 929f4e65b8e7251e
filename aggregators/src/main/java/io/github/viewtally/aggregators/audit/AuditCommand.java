package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClientBuilder;

/** The command {@code java -jar audit.jar}, which compares totals with the events in the table and repairs them. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares totals with the events in the table while events are written and counted, and repairs"
                + " them with --repair. It can be repeated at any time. Region and credentials are found as every AWS"
                + " SDK finds them.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all totals are right, or have been repaired",
            "1:totals are wrong and not repaired, the audit failed, or the output is closed",
            "2:the command cannot be understood"
        })
public final class AuditCommand implements Callable<Integer> {

    @Option(names = "--user", paramLabel = "ID", description = "Audits this user. Can be repeated.")
    private List<String> users = List.of();

    @Option(names = "--video", paramLabel = "ID", description = "Audits this video. Can be repeated.")
    private List<String> videos = List.of();

    @Option(
            names = "--totals",
            description = "Audits the totals of everything. It reads the whole table, and again if something is wrong.")
    private boolean totals;

    @Option(
            names = "--all",
            description = "Audits all users and videos, and the totals of everything. It reads the whole table three"
                    + " times, its index GSI1 twice, and the viewers in the index a third time.")
    private boolean all;

    @Option(names = "--due", description = "Audits what has damaged counters.")
    private boolean due;

    @Option(
            names = "--from-bucket",
            paramLabel = "DIR",
            description = "Audits the users and videos in batches that Lambda discarded: objects of the failure bucket,"
                    + " or folders of them. Can be repeated.")
    private List<Path> buckets = List.of();

    @Option(names = "--repair", description = "Repairs what is wrong.")
    private boolean repair;

    @Option(names = "--table", defaultValue = "video-stats", description = "The table. Default: ${DEFAULT-VALUE}.")
    private String table;

    @Option(names = "--endpoint-url", paramLabel = "URL", description = "The endpoint of DynamoDB and its streams.")
    private URI endpoint;

    @Option(
            names = "--read-units",
            paramLabel = "N",
            defaultValue = "Infinity",
            description = "The read units that the audit consumes per second at most. Default: no limit.")
    private double readUnits;

    @Option(
            names = "--stream-delay",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "The longest time after which a write is in the stream and in the index."
                    + " Default: ${DEFAULT-VALUE}; DynamoDB Local needs 0.3.")
    private double streamDelay;

    @Option(
            names = "--trend-half-life-hours",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "The half-life of the list by trend, as the functions have it. Default: ${DEFAULT-VALUE}.")
    private int halfLifeHours;

    @Option(names = "--user-stats", description = "Audits the hours of users, too. Use it if the functions count them.")
    private boolean userStats;

    @Option(names = "--json", description = "Prints one JSON object per finding, and one for the result.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // Unlike picocli's own writer, this one reports failed writes.
        System.exit(new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .execute(args));
    }

    @Override
    public Integer call() {
        if (!all && !due && !totals && users.isEmpty() && videos.isEmpty() && buckets.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "say what to audit: --user, --video, --totals, --all, --due or --from-bucket");
        }
        if (!(readUnits > 0)) {
            throw new ParameterException(spec.commandLine(), "--read-units must be positive: " + readUnits);
        }
        if (!(streamDelay >= 0 && streamDelay <= 60)) {
            throw new ParameterException(spec.commandLine(), "--stream-delay must be from 0 to 60: " + streamDelay);
        }
        if (halfLifeHours < HalfLife.MIN_HOURS || halfLifeHours > HalfLife.MAX_HOURS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--trend-half-life-hours must be from " + HalfLife.MIN_HOURS + " to " + HalfLife.MAX_HOURS + ": "
                            + halfLifeHours);
        }
        Set<SummaryKey> named = named();
        ReadBudget budget = new ReadBudget(readUnits);
        try (DynamoDbClient dynamoDb = dynamoDb();
                DynamoDbStreamsClient streams = streams()) {
            TableSubjects subjects = new TableSubjects(dynamoDb, table, budget);
            List<Map<String, AttributeValue>> dueMarks = due ? subjects.dueMarks() : List.of();
            dueMarks.forEach(mark -> TableSubjects.subjectOf(mark).ifPresent(named::add));
            boolean isSiteMarked = named.removeIf(subject -> subject.kind() == SummaryKey.Kind.SITE);
            Auditor auditor = new Auditor(dynamoDb, streams, table, settings(), budget);
            AuditOutput output = new AuditOutput(
                    spec.commandLine().getOut(), spec.commandLine().getErr(), json);
            output.addAll(List.copyOf(named), some -> auditor.audit(some, repair));
            Optional<TableSubjects.WalkPosition> position =
                    all ? Optional.of(TableSubjects.WalkPosition.START) : Optional.empty();
            while (position.isPresent() && !output.isClosed()) {
                TableSubjects.Page page = subjects.page(position.get());
                output.addAll(page.subjects(), some -> auditor.audit(some, repair));
                position = page.next();
            }
            if ((totals || all || isSiteMarked) && !output.isClosed()) {
                auditor.auditTotals(repair, () -> !output.isClosed()).ifPresent(output::add);
            }
            if (repair && !output.isClosed()) {
                subjects.clear(dueMarks);
            }
            output.printResult(budget.spent());
            return output.isClosed() || output.unrepaired() > 0 ? 1 : 0;
        } catch (SdkException | IllegalStateException e) {
            spec.commandLine().getErr().println("The audit failed: " + e.getMessage());
            return 1;
        }
    }

    private AuditSettings settings() {
        Duration delay = Duration.ofMillis(Math.round(streamDelay * 1_000));
        CountingSettings counting = new CountingSettings(
                new HalfLife(halfLifeHours), CountingSettings.countsUniqueViewers(System.getenv()), userStats);
        return new AuditSettings(delay, delay.plus(delay.dividedBy(2)), AuditSettings.DEFAULT.timeout(), counting);
    }

    private Set<SummaryKey> named() {
        Set<SummaryKey> named = new LinkedHashSet<>();
        users.forEach(id -> named.add(SummaryKey.user(id)));
        videos.forEach(id -> named.add(SummaryKey.video(id)));
        for (Path file : files()) {
            try {
                named.addAll(DiscardedBatch.subjects(Files.readString(file)));
            } catch (IOException | IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), file + " is not a discarded batch: " + e.getMessage());
            }
        }
        return named;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path bucket : buckets) {
            try (Stream<Path> found = Files.walk(bucket)) {
                found.filter(Files::isRegularFile).sorted().forEach(files::add);
            } catch (IOException | UncheckedIOException e) {
                throw new ParameterException(spec.commandLine(), "cannot read " + bucket + ": " + e.getMessage());
            }
        }
        return files;
    }

    private DynamoDbClient dynamoDb() {
        DynamoDbClientBuilder builder = DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }

    private DynamoDbStreamsClient streams() {
        DynamoDbStreamsClientBuilder builder =
                DynamoDbStreamsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }
}
