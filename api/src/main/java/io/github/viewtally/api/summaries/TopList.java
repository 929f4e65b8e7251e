package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.RankIndex.Entries;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All summaries of a kind by views, the most first, and by id, the last first, where these are equal. The index knows
 * them by rank only; so the ranks that a page touches are read whole, up to a bound, and put in order by the counts.
 *
 * <p>Every page is in order. While no count moves, the pages together are in order too, and hold every summary once: also
 * if entries of the index lag behind the counts, save that such a summary stands on the page of the rank that it had. A
 * count that moves between two pages takes its summary alone with it, which may then be missed or come twice.
 */
final class TopList {

    private static final Comparator<Summary> ORDER = (one, other) -> compare(
            one.totals().views(),
            one.key().id(),
            other.totals().views(),
            other.key().id());

    private final RankIndex index;
    private final TableReader reader;

    TopList(RankIndex index, TableReader reader) {
        this.index = requireNonNull(index, "index");
        this.reader = requireNonNull(reader, "reader");
    }

    /** A page, and where the next one begins if there is one. */
    record TopPage(List<Summary> items, Optional<PageToken> next) {}

    private record Placed(Summary summary, PageToken behind) {}

    static int compare(BigDecimal views, String id, BigDecimal otherViews, String otherId) {
        int byViews = otherViews.compareTo(views);
        return byViews != 0 ? byViews : RankIndex.AS_IN_THE_TABLE.compare(otherId, id);
    }

    /** The page that begins at a place. */
    Future<TopPage> page(Vertx vertx, SummaryKey.Kind kind, PageToken start, int limit) {
        return index.below(kind, start.upper(), limit + 1).compose(entries -> {
            RankSegment.Cutter cutter = new RankSegment.Cutter(entries, start.upper());
            List<RankSegment> runs = runs(cutter, start, limit);
            return runs.stream().allMatch(cutter::isWhole)
                    ? read(vertx, kind, start, limit, runs, cutter.hasMore())
                    : longPage(vertx, kind, start, limit);
        });
    }

    /** The same for a page that touches ranks shared by many. */
    private Future<TopPage> longPage(Vertx vertx, SummaryKey.Kind kind, PageToken start, int limit) {
        return index.below(kind, start.upper(), 2 * RankSegment.MOST + limit).compose((Entries entries) -> {
            RankSegment.Cutter cutter = new RankSegment.Cutter(entries, start.upper());
            return read(vertx, kind, start, limit, runs(cutter, start, limit), cutter.hasMore());
        });
    }

    /** As many runs as fill the page, though nothing of the one in which it begins may be left. */
    private static List<RankSegment> runs(RankSegment.Cutter cutter, PageToken start, int limit) {
        List<RankSegment> runs = new ArrayList<>();
        if (start.isWithinRun()) {
            runs.add(cutter.downTo(start.lower()));
        }
        for (int count = 0; count < limit && cutter.hasNext(); ) {
            RankSegment run = cutter.next();
            runs.add(run);
            count += run.ids().size();
        }
        return runs;
    }

    private Future<TopPage> read(
            Vertx vertx, SummaryKey.Kind kind, PageToken start, int limit, List<RankSegment> runs, boolean more) {
        List<SummaryKey> subjects = runs.stream()
                .flatMap(run -> run.ids().stream())
                .distinct()
                .map(id -> new SummaryKey(kind, id))
                .toList();
        return reader.summaries(subjects)
                .compose(summaries ->
                        vertx.executeBlocking(() -> page(runs, byId(summaries), start, limit, more), false));
    }

    private static Map<String, Summary> byId(List<Summary> summaries) {
        return summaries.stream()
                .collect(Collectors.toMap(summary -> summary.key().id(), Function.identity()));
    }

    private static TopPage page(
            List<RankSegment> runs, Map<String, Summary> read, PageToken start, int limit, boolean more) {
        List<Placed> placed = new ArrayList<>();
        for (RankSegment run : runs) {
            // Taken out, for one that has just moved may stand in the index twice.
            List<Summary> ordered = run.ids().stream()
                    .filter(read::containsKey)
                    .map(read::remove)
                    .sorted(ORDER)
                    .filter(summary -> run != runs.get(0) || start.isBefore(summary))
                    .toList();
            for (int i = 0; i < ordered.size(); i++) {
                Summary summary = ordered.get(i);
                placed.add(new Placed(
                        summary,
                        i == ordered.size() - 1 ? PageToken.before(run.lower()) : PageToken.within(run, summary)));
            }
        }
        List<Placed> page = placed.subList(0, Math.min(limit, placed.size()));
        boolean last = page.size() == placed.size() && !more;
        return new TopPage(
                page.stream().map(Placed::summary).sorted(ORDER).toList(),
                last ? Optional.empty() : Optional.of(next(page, runs)));
    }

    private static PageToken next(List<Placed> page, List<RankSegment> runs) {
        return page.isEmpty()
                ? PageToken.before(runs.get(runs.size() - 1).lower())
                : page.get(page.size() - 1).behind();
    }
}
