package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class CleanupTest {
    private final Cli cli = new Cli();

    @ParameterizedTest
    @CsvSource({"--batch=1", "--batch=40", "--deletes=0.3"})
    void aVerifiedRunDeletesItsEvents(String option, Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 100);

        int exit = run(api, "--json", "--rate=1000", "--duration=500ms", option);

        JsonObject removal = report().getJsonObject("removal");
        assertThat(exit).isZero();
        assertThat(api.stored()).isEmpty();
        assertThat(removal.getBoolean("complete")).isTrue();
        assertThat(removal.getLong("deleted")).isBetween(100L, 500L);
        assertThat(removal.getLong("totalsLeft")).isZero();
        assertThat(removal.getLong("usersLeft")).isZero();
    }

    @Test
    void theTextReportNamesTheDeletedEvents(Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 100);

        run(api, "--rate=1000", "--duration=100ms");

        assertThat(cli.out.toString()).containsPattern("removed: \\d+ events deleted, all totals are zero again\n");
    }

    @Test
    void keepOptionKeepsTheEvents(Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 1);

        int exit = run(api, "--keep", "--rate=1000", "--duration=100ms");

        assertThat(exit).isZero();
        assertThat(api.stored()).isNotEmpty();
        assertThat(deletions(api)).isEmpty();
        assertThat(cli.out.toString()).containsPattern("kept: users and videos run-\\S+-\\* \\(--keep\\)\n");
    }

    @Test
    void keepsEventsWithWrongTotals(Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 1).notCounting(event -> event.containsKey("duration"));

        int exit = run(api, "--rate=1000", "--duration=100ms");

        assertThat(exit).isEqualTo(1);
        assertThat(deletions(api)).isEmpty();
        assertThat(cli.out.toString())
                .containsPattern("kept: users and videos run-\\S+-\\* \\(their totals are wrong\\)");
    }

    @Test
    void deletesUnacknowledgedEvents(Vertx vertx) {
        CountingApi api =
                new CountingApi(vertx, 1).closingAfterStoring(call -> call.uri().equals("/views"));

        int exit = run(api, "--json", "--rate=200", "--duration=50ms");

        assertThat(exit).as("not all was acknowledged").isEqualTo(1);
        assertThat(report().getLong("inDoubt")).isPositive();
        assertThat(report().getJsonObject("removal").getBoolean("complete")).isTrue();
        assertThat(api.stored()).isEmpty();
    }

    @Test
    void deletesAnEventThatIsStoredDuringTheCleanup(Vertx vertx) {
        Predicate<StubApi.ReceivedRequest> oneView =
                onlyTheFirst(call -> call.uri().equals("/views"));
        CountingApi api = new CountingApi(vertx, 1).storingAfterADeletion(oneView);

        int exit = run(api, "--json", "--rate=1000", "--duration=20ms");

        assertThat(exit).as("one view was not acknowledged").isEqualTo(1);
        assertThat(report().getLong("inDoubt")).isOne();
        assertThat(report().getJsonObject("removal").getBoolean("complete")).isTrue();
        assertThat(api.stored()).isEmpty();
    }

    @Test
    void retriesAnUnansweredDeletion(Vertx vertx) {
        Set<String> seen = Collections.synchronizedSet(new HashSet<>());
        CountingApi api = new CountingApi(vertx, 1)
                .closingBeforeStoring(call -> call.method().equals("DELETE") && seen.add(call.uri()));

        assertThat(run(api, "--rate=1000", "--duration=100ms")).isZero();
        assertThat(api.stored()).isEmpty();
    }

    @Test
    void reportsEventsThatCannotBeDeleted(Vertx vertx) {
        CountingApi api =
                new CountingApi(vertx, 1).rejecting(call -> call.method().equals("DELETE"));

        int exit = run(api, "--rate=1000", "--duration=20ms");

        assertThat(exit).isEqualTo(1);
        assertThat(cli.out.toString())
                .containsPattern("NOT all removed: 0 events deleted; of the users and videos run-\\S+-\\* [1-9]\\d*"
                        + " totals are not zero, and the events of [1-9]\\d* users could not be deleted\n");
    }

    @Test
    void reportsTotalsThatAreNotZero(Vertx vertx) {
        CountingApi api = new CountingApi(vertx, 1).countingDeletedEvents();

        int exit = run(api, "--json", "--rate=1000", "--duration=20ms");

        assertThat(exit).isEqualTo(1);
        assertThat(api.stored()).isEmpty();
        JsonObject removal = report().getJsonObject("removal");
        assertThat(removal.getBoolean("complete")).isFalse();
        assertThat(removal.getLong("totalsLeft")).isPositive();
    }

    @Test
    void anInterruptedRunDeletesItsEvents(Vertx vertx) throws Exception {
        CountingApi api = new CountingApi(vertx, 100);
        Process process =
                LoadgenProcess.start("run", "--verify", "--settle=2s", "--rate=200", "--lines", "--url=" + api.url());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (!line.startsWith("USER ")) {
                line = out.readLine();
            }

            // Unlike Process.destroy, this keeps the output open.
            process.toHandle().destroy();

            assertThat(out.lines()).anyMatch(text -> text.startsWith("removed: "));
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(api.stored()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private int run(CountingApi api, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--verify", "--settle=2s", "--quiet", "--seed=1", "--url=" + api.url()));
        Collections.addAll(arguments, options);
        return cli.execute(arguments.toArray(String[]::new));
    }

    private JsonObject report() {
        return new JsonObject(cli.out.toString());
    }

    private static List<StubApi.ReceivedRequest> deletions(CountingApi api) {
        return api.stub.requests.stream()
                .filter(call -> call.method().equals("DELETE"))
                .toList();
    }

    /** Matches all attempts of the first of these requests. */
    private static Predicate<StubApi.ReceivedRequest> onlyTheFirst(Predicate<StubApi.ReceivedRequest> calls) {
        Set<JsonObject> chosen = Collections.synchronizedSet(new HashSet<>());
        return call -> {
            if (!calls.test(call)) {
                return false;
            }
            synchronized (chosen) {
                return chosen.isEmpty() ? chosen.add(call.body()) : chosen.contains(call.body());
            }
        };
    }
}
