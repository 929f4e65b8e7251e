package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.run.Outcome;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.summaries.Summary;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
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
 * Reads the totals of exactly the users and videos of a run, before it and after it, and compares them with the ledger.
 * Reading blocks, and is not for an event loop.
 */
public final class Verifier implements RunListener {

    /**
     * When the totals are taken to have come to rest.
     *
     * @param right how long they must stay as they are if they are right: a second count of an event may still come
     * @param wrong how long if they are wrong: what is missing may still come
     * @param pause between two readings
     */
    public record Rest(Duration right, Duration wrong, Duration pause) {
        private static final Duration RIGHT = Duration.ofSeconds(3);
        private static final Duration PAUSE = Duration.ofMillis(500);

        public Rest {
            requireNonNull(right);
            requireNonNull(wrong);
            requireNonNull(pause);
        }

        /** With so long for what is missing; what is right need not wait longer. */
        public static Rest of(Duration wrong) {
            return new Rest(least(RIGHT, wrong), wrong, least(PAUSE, wrong.dividedBy(2)));
        }

        private static Duration least(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }

    /** The users and videos of a run that can be read in reasonable time. */
    public static final int MOST_IDS = 100_000;

    private final SummaryReader reader;
    private final TrafficMix mix;
    private final Ledger ledger;
    private final FreshnessWatch watch;
    private final Rest rest;

    /** {@code context} is that of the run. */
    public Verifier(Context context, ApiClient client, TrafficMix mix, Rest rest) {
        this.reader = new SummaryReader(client, Clock.systemDefaultZone());
        this.mix = requireNonNull(mix);
        this.ledger = new Ledger(mix.deletes() > 0);
        this.watch = new FreshnessWatch(context, reader, mix);
        this.rest = requireNonNull(rest);
    }

    @Override
    public void settled(TrafficEvent event, Outcome outcome) {
        ledger.settled(event, outcome);
        watch.settled(event, outcome);
    }

    /** Fails with {@link ApiException} if something is counted for these users and videos already. */
    public void before() {
        requireZeros(SummaryKind.VIDEOS, ids(mix.videos(), mix::video));
        requireZeros(SummaryKind.USERS, ids(mix.users(), mix::user));
        watch.start();
    }

    private void requireZeros(SummaryKind kind, List<String> ids) {
        for (Summary row : reader.read(kind, ids).await()) {
            if (!row.isZero()) {
                throw new ApiException(
                        "cannot verify: " + kind.idField() + " " + row.id() + " has been counted before");
            }
        }
    }

    private static List<String> ids(int count, IntFunction<String> name) {
        return IntStream.range(0, count).mapToObj(name).toList();
    }

    /** The users or videos of which something was sent. */
    public Set<String> ids(SummaryKind kind) {
        return Set.copyOf(ledger.ids(kind));
    }

    /** Waits until the totals rest. Fails with {@link ApiException} if they cannot be read for as long as that. */
    public Verification after() throws InterruptedException {
        long end = System.nanoTime();
        long moved = end;
        Comparison last = null;
        while (true) {
            Comparison now = readOrNull(moved);
            if (now != null && (last == null || !now.hasSameTotalsAs(last))) {
                moved = last == null ? end : System.nanoTime();
                last = now;
            }
            Duration still = since(moved);
            if (now != null && still.compareTo(now.isExact() ? rest.right() : rest.wrong()) >= 0) {
                return verification(now, Duration.ofNanos(moved - end));
            }
            TimeUnit.NANOSECONDS.sleep(rest.pause().toNanos());
        }
    }

    private Comparison readOrNull(long moved) {
        try {
            return new Comparison(ledger, read(SummaryKind.VIDEOS), read(SummaryKind.USERS));
        } catch (ApiException e) {
            if (since(moved).compareTo(rest.wrong()) >= 0) {
                throw e;
            }
            return null;
        }
    }

    private List<Summary> read(SummaryKind kind) {
        List<Summary> rows = reader.read(kind, List.copyOf(ledger.ids(kind))).await();
        if (rows.size() != ledger.ids(kind).size()) {
            throw new ApiException(kind.path() + " did not answer for each of the ids");
        }
        if (!rows.stream().allMatch(Summary::isWhole)) {
            throw new ApiException(kind.path() + " answered null for a total, which cannot be verified");
        }
        return rows;
    }

    private Verification verification(Comparison last, Duration settled) {
        return new Verification(
                last.checks(),
                last.mismatches(),
                last.wrongTotals(),
                ledger.keysInDoubt(),
                settled,
                watch.stop().await());
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
