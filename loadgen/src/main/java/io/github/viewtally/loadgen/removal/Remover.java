package io.github.viewtally.loadgen.removal;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.run.EventSender;
import io.github.viewtally.loadgen.summaries.Summary;
import io.github.viewtally.loadgen.summaries.SummaryKind;
import io.github.viewtally.loadgen.summaries.SummaryReader;
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
 * Deletes the events of new users and videos, and waits until their totals are zero again. It reads from the API which
 * events are stored, so it finds those whose acknowledgement was lost too. Blocks, and is not for an event loop.
 */
public final class Remover {
    private static final Duration LIST_AGAIN_AFTER = Duration.ofSeconds(2);

    private final EventDeleter deleter;
    private final SummaryReader reader;
    private final Duration pause;
    private final Duration listAgainAfter;
    private final Duration giveUpAfter;

    /** The totals that are not zero. */
    private record NotZero(Set<Summary> users, Set<Summary> videos) {
        long count() {
            return (long) users.size() + videos.size();
        }
    }

    /** Limits in time: for each deletion, between two readings of the totals, and without any progress. */
    public record Limits(Duration deletion, Duration pause, Duration giveUpAfter) {
        public Limits {
            requireNonNull(deletion);
            requireNonNull(pause);
            requireNonNull(giveUpAfter);
        }
    }

    public Remover(Context context, ApiClient client, EventSender sender, SummaryReader reader, Limits limits) {
        this.deleter = new EventDeleter(context, client, sender, limits.deletion());
        this.reader = requireNonNull(reader);
        this.pause = limits.pause();
        this.giveUpAfter = limits.giveUpAfter();
        Duration half = giveUpAfter.dividedBy(2);
        this.listAgainAfter = half.compareTo(LIST_AGAIN_AFTER) < 0 ? half : LIST_AGAIN_AFTER;
    }

    /** The number of events deleted so far. Safe for several threads. */
    public long deleted() {
        return deleter.deleted();
    }

    /**
     * Returns when all totals have been zero for a while, or when nothing has changed for too long.
     *
     * @param rest how long the totals must stay zero: an event that is still to be stored or counted may come
     */
    public Removal remove(Collection<String> users, Collection<String> videos, Duration rest)
            throws InterruptedException {
        Collection<String> pending = users;
        Optional<NotZero> last = Optional.empty();
        long moved = System.nanoTime();
        while (true) {
            long before = deleted();
            Set<String> failed = deleter.deleteEventsOf(pending);
            Optional<NotZero> read = read(users, videos);
            if (deleted() > before || (read.isPresent() && !read.equals(last))) {
                moved = System.nanoTime();
            }
            last = read.isPresent() ? read : last;
            boolean zero = failed.isEmpty() && read.isPresent() && read.get().count() == 0;
            Duration still = Duration.ofNanos(System.nanoTime() - moved);
            if (still.compareTo(zero ? rest : giveUpAfter) >= 0) {
                long totalsLeft = last.map(NotZero::count).orElse((long) users.size() + videos.size());
                return new Removal(deleted(), totalsLeft, failed.size());
            }
            pending = still.compareTo(listAgainAfter) >= 0 ? union(failed, last) : failed;
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }

    private static Set<String> union(Set<String> failed, Optional<NotZero> totals) {
        Set<String> users = new HashSet<>(failed);
        totals.ifPresent(left -> left.users().forEach(user -> users.add(user.id())));
        return users;
    }

    /** Empty if the totals cannot be read now. */
    private Optional<NotZero> read(Collection<String> users, Collection<String> videos) {
        try {
            return Optional.of(new NotZero(notZero(SummaryKind.USERS, users), notZero(SummaryKind.VIDEOS, videos)));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    private Set<Summary> notZero(SummaryKind kind, Collection<String> ids) {
        return reader.read(kind, List.copyOf(ids)).await().stream()
                .filter(summary -> !summary.isZero())
                .collect(Collectors.toSet());
    }
}
