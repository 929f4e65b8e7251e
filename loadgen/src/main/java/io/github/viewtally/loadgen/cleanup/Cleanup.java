package io.github.viewtally.loadgen.cleanup;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
import io.github.viewtally.loadgen.summaries.SummaryRow;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Deletes the events of a run and waits until the totals of its users and videos are zero. It lists the stored events
 * through the API, so it also finds events whose acknowledgement was lost. It blocks and must not run on an event loop.
 */
public final class Cleanup {
    private static final Duration MAX_LIST_INTERVAL = Duration.ofSeconds(2);

    private final EventDeleter deleter;
    private final SummaryReader reader;
    private final Duration pollInterval;
    private final Duration listInterval;
    private final Duration stallTimeout;

    /** The summaries with totals that are not zero. */
    private record NotZero(Set<SummaryRow> users, Set<SummaryRow> videos) {
        long count() {
            return (long) users.size() + videos.size();
        }
    }

    /**
     * The time limits.
     *
     * @param deletion the maximum time for a deletion with its retries
     * @param pollInterval the time between two reads of the totals
     * @param stallTimeout the maximum time without progress
     */
    public record Limits(Duration deletion, Duration pollInterval, Duration stallTimeout) {
        public Limits {
            requireNonNull(deletion);
            requireNonNull(pollInterval);
            requireNonNull(stallTimeout);
        }
    }

    public Cleanup(Context context, ApiClient client, EventSender sender, SummaryReader reader, Limits limits) {
        this.deleter = new EventDeleter(context, client, sender, limits.deletion());
        this.reader = requireNonNull(reader);
        this.pollInterval = limits.pollInterval();
        this.stallTimeout = limits.stallTimeout();
        Duration half = stallTimeout.dividedBy(2);
        this.listInterval = half.compareTo(MAX_LIST_INTERVAL) < 0 ? half : MAX_LIST_INTERVAL;
    }

    /** Returns the number of events deleted so far. Safe for several threads. */
    public long deleted() {
        return deleter.deleted();
    }

    /**
     * Deletes the events. Returns after the totals have been zero for the settle time, or after the stall timeout.
     *
     * @param settleTime how long the totals must stay zero, because events may be stored or counted late
     */
    public CleanupResult run(Collection<String> users, Collection<String> videos, Duration settleTime)
            throws InterruptedException {
        Collection<String> pending = users;
        Optional<NotZero> last = Optional.empty();
        long lastChange = System.nanoTime();
        while (true) {
            long before = deleted();
            Set<String> failed = deleter.deleteEventsOf(pending);
            Optional<NotZero> read = read(users, videos);
            if (deleted() > before || (read.isPresent() && !read.equals(last))) {
                lastChange = System.nanoTime();
            }
            last = read.isPresent() ? read : last;
            boolean zero = failed.isEmpty() && read.isPresent() && read.get().count() == 0;
            Duration unchanged = Duration.ofNanos(System.nanoTime() - lastChange);
            if (unchanged.compareTo(zero ? settleTime : stallTimeout) >= 0) {
                long totalsLeft = last.map(NotZero::count).orElse((long) users.size() + videos.size());
                return new CleanupResult(deleted(), totalsLeft, failed.size());
            }
            pending = unchanged.compareTo(listInterval) >= 0 ? union(failed, last) : failed;
            TimeUnit.NANOSECONDS.sleep(pollInterval.toNanos());
        }
    }

    private static Set<String> union(Set<String> failed, Optional<NotZero> totals) {
        Set<String> users = new HashSet<>(failed);
        totals.ifPresent(left -> left.users().forEach(user -> users.add(user.id())));
        return users;
    }

    /** Returns the totals that are not zero; empty if the totals cannot be read. */
    private Optional<NotZero> read(Collection<String> users, Collection<String> videos) {
        try {
            return Optional.of(new NotZero(notZero(SummaryKind.USERS, users), notZero(SummaryKind.VIDEOS, videos)));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    private Set<SummaryRow> notZero(SummaryKind kind, Collection<String> ids) {
        return reader.read(kind, List.copyOf(ids)).await().stream()
                .filter(summary -> !summary.isZero())
                .collect(Collectors.toSet());
    }

    /**
     * The result of deleting the events of a run.
     *
     * @param deleted the number of events deleted
     * @param totalsLeft the number of users and videos whose totals are not zero
     * @param usersLeft the number of users with events that could not be deleted
     */
    public record CleanupResult(long deleted, long totalsLeft, long usersLeft) {

        /** Returns whether all events are deleted and all totals are zero. */
        public boolean isComplete() {
            return totalsLeft == 0 && usersLeft == 0;
        }
    }
}
