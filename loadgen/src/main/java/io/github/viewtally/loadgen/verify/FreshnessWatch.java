package io.github.viewtally.loadgen.verify;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.run.Outcome;
import io.github.viewtally.loadgen.run.RunListener;
import io.github.viewtally.loadgen.summaries.Summary;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.traffic.TrafficEvent;
import io.github.viewtally.loadgen.traffic.TrafficMix;
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
 * Measures freshness by the probes of the traffic. A probe is a view by a user of whom nothing else is heard, so that its
 * own arrival shows, and not that of another event: as soon as the user's summary has a view, it is this one. The time is
 * never too short, and too long by no more than a poll takes and the pause before it.
 */
public final class FreshnessWatch implements RunListener {
    private static final int PAUSE_MILLIS = 20;
    private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1_000;

    private final Context context;
    private final SummaryReader reader;
    private final TrafficMix mix;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Long> acknowledgedAt = new LinkedHashMap<>();
    private long polls;
    private boolean stopped;

    public FreshnessWatch(Context context, SummaryReader reader, TrafficMix mix) {
        this.context = requireNonNull(context);
        this.reader = requireNonNull(reader);
        this.mix = requireNonNull(mix);
    }

    public void start() {
        context.runOnContext(ignored -> pollAgain());
    }

    /** What has been seen until now. */
    public Future<Freshness> stop() {
        Promise<Freshness> result = Promise.promise();
        context.runOnContext(ignored -> {
            stopped = true;
            result.complete(new Freshness(micros.copy(), acknowledgedAt.size()));
        });
        return result.future();
    }

    @Override
    public void settled(TrafficEvent event, Outcome outcome) {
        String userId = event.key().userId();
        if (mix.isProbe(userId) && outcome.isAcknowledged()) {
            acknowledgedAt.put(userId, System.nanoTime());
        }
    }

    private void pollAgain() {
        if (!stopped) {
            // A poll that fails says nothing; the next one tells.
            poll(List.copyOf(acknowledgedAt.keySet()), 0)
                    .onComplete(polled -> context.owner().setTimer(PAUSE_MILLIS, timer -> pollAgain()));
        }
    }

    private Future<Void> poll(List<String> awaited, int from) {
        if (from >= awaited.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(awaited.size(), from + SummaryReader.PAGE_ROWS - 1);
        List<String> ids = new ArrayList<>(awaited.subList(from, to));
        // What is asked for must be new each time: the API may give the same answer to the same question for a second.
        ids.add(mix.user(0) + "-poll-" + polls++);
        return reader.read(SummaryKind.USERS, ids).compose(summaries -> {
            summaries.forEach(this::see);
            return poll(awaited, to);
        });
    }

    private void see(Summary summary) {
        if (summary.views().orElse(0) > 0) {
            Long since = acknowledgedAt.remove(summary.id());
            if (since != null) {
                micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - since) / 1_000));
            }
        }
    }
}
