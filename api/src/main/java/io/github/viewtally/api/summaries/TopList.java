package io.github.viewtally.api.summaries;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.api.storage.RankIndex;
import io.github.viewtally.api.storage.RankIndex.Entries;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.SummaryKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All summaries in an order. The index knows only ranks. So the ranks of a page are read completely, up to a bound, and
 * sorted exactly.
 *
 * <p>Each page is sorted. While no summary changes, all pages together are sorted and contain each summary once. If an
 * index entry is not updated yet, the summary is on the page of its old rank. A summary that changes between two pages may be
 * missed or occur twice; other summaries are not affected.
 */
final class TopList {

    private final RankIndex index;
    private final TableReader reader;

    TopList(RankIndex index, TableReader reader) {
        this.index = requireNonNull(index, "index");
        this.reader = requireNonNull(reader, "reader");
    }

    /** A page and the position of the next page, if there is one. */
    record TopPage(List<Summary> items, Optional<PageToken> next) {}

    /** A summary and the position after it. */
    private record Placed(Summary summary, PageToken next) {}

    /** Returns the page that starts at a position. */
    Future<TopPage> page(Vertx vertx, SummaryOrder order, PageToken start, int limit) {
        return index.below(order.list(), start.upper(), limit + 1).compose(entries -> {
            RankSegment.Cutter cutter = new RankSegment.Cutter(order, entries, start.upper());
            List<RankSegment> segments = segments(cutter, start, limit);
            return segments.stream().allMatch(cutter::isWhole)
                    ? read(vertx, order, start, limit, segments, cutter.hasMore())
                    : longPage(vertx, order, start, limit);
        });
    }

    /** Returns a page that touches ranks with many entries. */
    private Future<TopPage> longPage(Vertx vertx, SummaryOrder order, PageToken start, int limit) {
        return index.below(order.list(), start.upper(), 2 * RankSegment.MAX_ENTRIES + limit)
                .compose((Entries entries) -> {
                    RankSegment.Cutter cutter = new RankSegment.Cutter(order, entries, start.upper());
                    return read(vertx, order, start, limit, segments(cutter, start, limit), cutter.hasMore());
                });
    }

    /** Returns enough segments to fill the page. The first one may have no entries left. */
    private static List<RankSegment> segments(RankSegment.Cutter cutter, PageToken start, int limit) {
        List<RankSegment> segments = new ArrayList<>();
        if (start.isWithinSegment()) {
            segments.add(cutter.downTo(start.lower()));
        }
        for (int count = 0; count < limit && cutter.hasNext(); ) {
            RankSegment segment = cutter.next();
            segments.add(segment);
            count += segment.ids().size();
        }
        return segments;
    }

    private Future<TopPage> read(
            Vertx vertx, SummaryOrder order, PageToken start, int limit, List<RankSegment> segments, boolean more) {
        List<SummaryKey> subjects = segments.stream()
                .flatMap(segment -> segment.ids().stream())
                .distinct()
                .map(order::key)
                .toList();
        return reader.summaries(subjects)
                .compose(summaries ->
                        vertx.executeBlocking(() -> page(order, segments, byId(summaries), start, limit, more), false));
    }

    private static Map<String, Summary> byId(List<Summary> summaries) {
        return summaries.stream()
                .collect(Collectors.toMap(summary -> summary.key().id(), Function.identity()));
    }

    private static TopPage page(
            SummaryOrder order,
            List<RankSegment> segments,
            Map<String, Summary> read,
            PageToken start,
            int limit,
            boolean more) {
        List<Placed> placed = new ArrayList<>();
        for (RankSegment segment : segments) {
            // Removed, because a summary that has just moved may be in the index twice.
            List<Summary> ordered = segment.ids().stream()
                    .filter(read::containsKey)
                    .map(read::remove)
                    .sorted(order::compare)
                    .filter(summary -> segment != segments.get(0) || start.isBefore(order, summary))
                    .toList();
            for (int i = 0; i < ordered.size(); i++) {
                Summary summary = ordered.get(i);
                placed.add(new Placed(
                        summary,
                        i == ordered.size() - 1
                                ? PageToken.before(segment.lower())
                                : PageToken.within(segment, summary)));
            }
        }
        List<Placed> page = placed.subList(0, Math.min(limit, placed.size()));
        boolean last = page.size() == placed.size() && !more;
        return new TopPage(
                page.stream().map(Placed::summary).sorted(order::compare).toList(),
                last ? Optional.empty() : Optional.of(next(page, segments)));
    }

    private static PageToken next(List<Placed> page, List<RankSegment> segments) {
        return page.isEmpty()
                ? PageToken.before(segments.get(segments.size() - 1).lower())
                : page.get(page.size() - 1).next();
    }
}
