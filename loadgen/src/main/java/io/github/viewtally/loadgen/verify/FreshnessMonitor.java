package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.EventOutcome;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.summaries.SummaryRow;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficMix;
import io.github.viewtally.loadgen.verify.VerificationResult.Freshness;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Measures freshness with the probes of the traffic. A probe is a view by a user with no other events: it is visible as
 * soon as the summary of its user has a duration. A measured time is never too short. It is too long by at most one poll and
 * one poll interval.
 */
public final class FreshnessMonitor implements RunListener {
    private static final int POLL_INTERVAL_MILLIS = 20;
    private static final long MAX_MICROS = Duration.ofHours(1).toNanos() / 1_000;

    private final Context context;
    private final SummaryReader reader;
    private final TrafficMix mix;
    private final Histogram micros = new Histogram(MAX_MICROS, 3);
    private final Map<String, Long> acknowledgedAt = new LinkedHashMap<>();
    private long polls;
    private boolean stopped;

    public FreshnessMonitor(Context context, SummaryReader reader, TrafficMix mix) {
        this.context = requireNonNull(context);
        this.reader = requireNonNull(reader);
        this.mix = requireNonNull(mix);
    }

    public void start() {
        context.runOnContext(ignored -> pollRepeatedly());
    }

    /** Stops the polls and returns the measurements. */
    public Future<Freshness> stop() {
        Promise<Freshness> result = Promise.promise();
        context.runOnContext(ignored -> {
            stopped = true;
            result.complete(new Freshness(micros.copy(), acknowledgedAt.size()));
        });
        return result.future();
    }

    @Override
    public void onOutcome(TrafficEvent event, EventOutcome outcome) {
        String userId = event.key().userId();
        if (mix.isProbe(userId) && outcome.isAcknowledged()) {
            acknowledgedAt.put(userId, System.nanoTime());
        }
    }

    private void pollRepeatedly() {
        if (!stopped) {
            // A failed poll is ignored. The next one reads the same users.
            poll(List.copyOf(acknowledgedAt.keySet()), 0)
                    .onComplete(polled -> context.owner().setTimer(POLL_INTERVAL_MILLIS, timer -> pollRepeatedly()));
        }
    }

    private Future<Void> poll(List<String> pending, int from) {
        if (from >= pending.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(pending.size(), from + SummaryReader.PAGE_ROWS - 1);
        List<String> ids = new ArrayList<>(pending.subList(from, to));
        // Each request must be different, because the API caches responses for a second.
        ids.add(mix.user(0) + "-poll-" + polls++);
        return reader.read(SummaryKind.USERS, ids).compose(summaries -> {
            summaries.forEach(this::record);
            return poll(pending, to);
        });
    }

    private void record(SummaryRow summary) {
        if (summary.duration().orElse(0) > 0) {
            Long acknowledged = acknowledgedAt.remove(summary.id());
            if (acknowledged != null) {
                micros.recordValue(Math.min(MAX_MICROS, (System.nanoTime() - acknowledged) / 1_000));
            }
        }
    }
}
