package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.run.EventOutcome;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.summaries.SummaryRow;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.vertx.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Verifies the totals of the users and videos of a run. It reads them before and after the run and compares them with the
 * expected totals. {@link #start} and {@link #awaitResult} block and must not run on an event loop.
 */
public final class Verifier implements RunListener {

    /**
     * The times without a change after which totals are final.
     *
     * @param ifCorrect the time for correct totals, because an event may still be counted twice
     * @param ifWrong the time for wrong totals, because an event may still be counted
     * @param pollInterval the time between two reads
     */
    public record SettleTimes(Duration ifCorrect, Duration ifWrong, Duration pollInterval) {
        private static final Duration IF_CORRECT = Duration.ofSeconds(3);
        private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

        public SettleTimes {
            requireNonNull(ifCorrect);
            requireNonNull(ifWrong);
            requireNonNull(pollInterval);
        }

        /** Returns settle times for a given time for wrong totals. Correct totals never need more. */
        public static SettleTimes of(Duration ifWrong) {
            return new SettleTimes(min(IF_CORRECT, ifWrong), ifWrong, min(POLL_INTERVAL, ifWrong.dividedBy(2)));
        }

        private static Duration min(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }

    /** The maximum number of users and videos that can be read in reasonable time. */
    public static final int MAX_IDS = 100_000;

    private final SummaryReader reader;
    private final TrafficMix mix;
    private final ExpectedTotals expectedTotals;
    private final FreshnessMonitor freshness;
    private final SettleTimes settleTimes;

    /** {@code context} is the context of the run. */
    public Verifier(
            Context context,
            ApiClient client,
            TrafficMix mix,
            SettleTimes settleTimes,
            ExpectedTotals.ApiSettings api) {
        this.reader = new SummaryReader(client, Clock.systemDefaultZone());
        this.mix = requireNonNull(mix);
        this.expectedTotals = new ExpectedTotals(mix.deletes() > 0, api);
        this.freshness = new FreshnessMonitor(context, reader, mix);
        this.settleTimes = requireNonNull(settleTimes);
    }

    @Override
    public void onOutcome(TrafficEvent event, EventOutcome outcome) {
        expectedTotals.onOutcome(event, outcome);
        freshness.onOutcome(event, outcome);
    }

    /** Starts the measurement of freshness. Throws {@link ApiException} if these users or videos have events already. */
    public void start() {
        requireZeros(SummaryKind.VIDEOS, ids(mix.videos(), mix::video));
        requireZeros(SummaryKind.USERS, ids(mix.users(), mix::user));
        freshness.start();
    }

    private void requireZeros(SummaryKind kind, List<String> ids) {
        for (SummaryRow row : reader.read(kind, ids).await()) {
            if (!row.isZero()) {
                throw new ApiException(
                        "cannot verify: " + kind.idField() + " " + row.id() + " has been counted before");
            }
        }
    }

    private static List<String> ids(int count, IntFunction<String> name) {
        return IntStream.range(0, count).mapToObj(name).toList();
    }

    /** Returns the users or videos of all events. */
    public Set<String> ids(SummaryKind kind) {
        return Set.copyOf(expectedTotals.ids(kind));
    }

    /** Waits until the totals are final. Throws {@link ApiException} if they cannot be read for the time for wrong totals. */
    public VerificationResult awaitResult() throws InterruptedException {
        long end = System.nanoTime();
        long lastChange = end;
        Comparison last = null;
        while (true) {
            Comparison current = readOrNull(lastChange);
            if (current != null && (last == null || !current.hasSameTotalsAs(last))) {
                lastChange = last == null ? end : System.nanoTime();
                last = current;
            }
            Duration unchanged = since(lastChange);
            if (current != null
                    && unchanged.compareTo(current.isExact() ? settleTimes.ifCorrect() : settleTimes.ifWrong()) >= 0) {
                return verification(current, Duration.ofNanos(lastChange - end));
            }
            TimeUnit.NANOSECONDS.sleep(settleTimes.pollInterval().toNanos());
        }
    }

    private Comparison readOrNull(long lastChange) {
        try {
            return new Comparison(expectedTotals, read(SummaryKind.VIDEOS), read(SummaryKind.USERS));
        } catch (ApiException e) {
            if (since(lastChange).compareTo(settleTimes.ifWrong()) >= 0) {
                throw e;
            }
            return null;
        }
    }

    private List<SummaryRow> read(SummaryKind kind) {
        List<SummaryRow> rows =
                reader.read(kind, List.copyOf(expectedTotals.ids(kind))).await();
        if (rows.size() != expectedTotals.ids(kind).size()) {
            throw new ApiException(kind.path() + " did not return a summary for each id");
        }
        if (!rows.stream().allMatch(SummaryRow::isComplete)) {
            throw new ApiException(kind.path() + " returned null for a total, which cannot be verified");
        }
        return rows;
    }

    private VerificationResult verification(Comparison last, Duration settled) {
        return new VerificationResult(
                last.checks(),
                last.mismatches(),
                last.wrongTotals(),
                expectedTotals.keysInDoubt(),
                settled,
                freshness.stop().await());
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
