package io.github.viewtally.aggregators.audit;

import io.github.viewtally.aggregators.audit.EventChange.EventValue;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.change.ItemUpdate;
import io.github.viewtally.aggregators.change.SequenceNumber;
import io.github.viewtally.aggregators.change.ViewerEffects;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Measures the number of viewers of a video and of videos of a user, and finds missing viewers and those without a view.
 *
 * <p>The counters are compared with the stored viewers, because the same transactions change both. A viewer contains the
 * record that added it, so viewers added after the cut are left out. The stream lists a shard for about a day after its
 * end, so a viewer of a shard that is not listed is older than the cut. A viewer that was removed after the cut can no
 * longer be read. Therefore a counter is not measured while a removed view waits to be counted, which is rare. The viewers of
 * a user are compared with the user's events, except while one of these waits to be counted.
 */
final class ViewerMeasurement {

    private final RecentChanges changes;
    private final CheckpointReader reader;
    private final Map<EventScan, ViewerCount> counted = new HashMap<>();
    private final Set<Viewer> touchedAtRead = new HashSet<>();
    private final Map<Viewer, Map<String, AttributeValue>> readAgain = new HashMap<>();

    /** The viewers of a video at a cut. Those of shards without a checkpoint in the cut are counted separately, by shard. */
    private static final class ViewerCount {

        private final Map<String, Long> ofUnknownShards = new HashMap<>();
        private long included;

        void add(Map<String, AttributeValue> item, Cut cut) {
            Optional<String> unknown = unknownShard(item, cut);
            if (unknown.isPresent()) {
                ofUnknownShards.merge(unknown.get(), 1L, Long::sum);
            } else if (isIncluded(item, cut, Set.of())) {
                included++;
            }
        }

        long total(Set<String> listedShards) {
            return included
                    + ofUnknownShards.entrySet().stream()
                            .filter(shard -> !listedShards.contains(shard.getKey()))
                            .mapToLong(Map.Entry::getValue)
                            .sum();
        }
    }

    ViewerMeasurement(RecentChanges changes, CheckpointReader reader) {
        this.changes = changes;
        this.reader = reader;
    }

    /** Reads the viewers that may have changed since the scans. Then all committed records must be received. */
    void read(List<EventScan> scans, Map<String, Cut> cuts) {
        Map<String, Map<String, AttributeValue>> keys = new HashMap<>();
        for (EventScan scan : scans) {
            if (scan.subject().kind() == SummaryKey.Kind.VIDEO) {
                Cut cut = cuts.get(ItemUpdate.nameOf(scan.subject()));
                ViewerCount count = new ViewerCount();
                scan.readViewers(item -> count.add(item, cut));
                counted.put(scan, count);
            } else {
                touchedAtRead.addAll(touched(scan.subject()).keySet());
            }
        }
        touchedAtRead.forEach(viewer -> keys.put(ItemUpdate.nameOf(viewer), ViewerItems.key(viewer)));
        reader.readItems(keys).values().forEach(item -> ViewerItems.toViewer(Attributes.of(item))
                .ifPresent(viewer -> readAgain.put(viewer, item)));
    }

    /** The stored viewer. One that was not read again has no record that the cut includes and the scan does not. */
    private Optional<Map<String, AttributeValue>> stored(EventScan scan, Viewer viewer) {
        return Optional.ofNullable(
                touchedAtRead.contains(viewer)
                        ? readAgain.get(viewer)
                        : scan.videos().stored().get(viewer));
    }

    /**
     * The number of viewers or videos at the cut; empty if it is not known.
     *
     * @param listedShards the shards that the stream has listed after {@link #read}
     */
    OptionalLong expected(EventScan scan, Cut cut, Set<String> listedShards) {
        Map<Viewer, List<EventChange>> touched = touched(scan.subject());
        if (scan.subject().kind() == SummaryKey.Kind.VIDEO) {
            boolean isKnown = touched.entrySet().stream()
                    .noneMatch(viewer -> hasOpenRemoval(viewer.getKey(), viewer.getValue(), cut));
            return isKnown ? OptionalLong.of(counted.get(scan).total(listedShards)) : OptionalLong.empty();
        }
        long videos = scan.videos().stored().keySet().stream()
                .filter(viewer -> !touched.containsKey(viewer))
                .count();
        for (Map.Entry<Viewer, List<EventChange>> viewer : touched.entrySet()) {
            if (stored(scan, viewer.getKey())
                    .filter(item -> isIncluded(item, cut, listedShards))
                    .isPresent()) {
                videos++;
            } else if (hasOpenRemoval(viewer.getKey(), viewer.getValue(), cut)) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(videos);
    }

    /** The viewers of a user that are missing or have no view, as items to repair. */
    List<AuditedItem> wrongViewers(EventScan scan, Cut cut) {
        List<AuditedItem> wrong = new ArrayList<>();
        if (scan.subject().kind() != SummaryKey.Kind.USER) {
            return wrong;
        }
        Map<Viewer, List<EventChange>> touched = touched(scan.subject());
        Set<Viewer> viewers = new HashSet<>(scan.videos().stored().keySet());
        viewers.addAll(scan.videos().views().keySet());
        viewers.addAll(touched.keySet());
        for (Viewer viewer : viewers) {
            List<EventChange> records = touched.getOrDefault(viewer, List.of());
            String name = ItemUpdate.nameOf(viewer);
            boolean isDecided = viewer.user().equals(scan.subject())
                    && records.stream().allMatch(change -> cut.includes(name, EventCounter.VIEWS, change));
            if (isDecided) {
                Map<String, AttributeValue> stored = stored(scan, viewer).orElse(Map.of());
                boolean isExpected = unchangedViews(scan, viewer) > 0
                        || hasView(viewer, records)
                        || ViewerItems.isExpired(Attributes.of(stored));
                if (isExpected == stored.isEmpty()) {
                    wrong.add(new AuditedItem(
                            scan.subject(),
                            name,
                            stored,
                            Counts.ofViewers(isExpected ? 1 : 0),
                            Optional.empty(),
                            Optional.of(viewer)));
                }
            }
        }
        return wrong;
    }

    /** The number of views in the table that have not changed since they were read. */
    private long unchangedViews(EventScan scan, Viewer viewer) {
        long changed = changes.of(scan.subject()).values().stream()
                .map(list -> list.get(0))
                .filter(first -> viewer(first.before()).filter(viewer::equals).isPresent())
                .filter(first -> scan.isSummed(first.before().orElseThrow(), first))
                .count();
        return scan.videos().views().getOrDefault(viewer, 0L) - changed;
    }

    /** The viewers with a view that was added, changed or removed since the audit began, with these records. */
    private Map<Viewer, List<EventChange>> touched(SummaryKey subject) {
        Map<Viewer, List<EventChange>> touched = new HashMap<>();
        changes.of(subject).values().stream().flatMap(List::stream).forEach(change -> viewers(change)
                .filter(viewer ->
                        viewer.user().equals(subject) || viewer.video().equals(subject))
                .forEach(viewer -> touched.computeIfAbsent(viewer, key -> new ArrayList<>())
                        .add(change)));
        return touched;
    }

    /** The viewers of which an event was a view before or after a change. */
    static Stream<Viewer> viewers(EventChange change) {
        return Stream.of(viewer(change.before()), viewer(change.after()))
                .flatMap(Optional::stream)
                .distinct();
    }

    private static Optional<Viewer> viewer(Optional<EventValue> event) {
        return ViewerEffects.viewer(event.map(EventValue::contribution));
    }

    private static boolean hasOpenRemoval(Viewer viewer, List<EventChange> records, Cut cut) {
        return records.stream()
                .filter(change -> viewer(change.before()).filter(viewer::equals).isPresent())
                .filter(change -> viewer(change.after()).filter(viewer::equals).isEmpty())
                .anyMatch(change -> !cut.includes(ItemUpdate.nameOf(viewer), EventCounter.VIEWS, change));
    }

    /** Whether one of the changed events is now a view of the viewer. */
    private static boolean hasView(Viewer viewer, List<EventChange> records) {
        Map<String, EventChange> last = new HashMap<>();
        records.forEach(change -> last.put(change.eventKey(), change));
        return last.values().stream()
                .anyMatch(
                        change -> viewer(change.after()).filter(viewer::equals).isPresent());
    }

    /** Whether a stored viewer existed at the cut. A viewer without a record was added by a repair. */
    private static boolean isIncluded(Map<String, AttributeValue> item, Cut cut, Set<String> listedShards) {
        Optional<String> unknown = unknownShard(item, cut);
        if (unknown.isPresent()) {
            return !listedShards.contains(unknown.get());
        }
        Attributes viewer = Attributes.of(item);
        return viewer.text(Keys.SHARD_ID)
                .flatMap(shardId -> viewer.text(Keys.SEQUENCE_NUMBER)
                        .map(through -> cut.includes(
                                EventChange.eventKey(item), EventCounter.VIEWS, shardId, new SequenceNumber(through))))
                .orElse(true);
    }

    /** The shard of a viewer's record, if the cut has no checkpoint of it. */
    private static Optional<String> unknownShard(Map<String, AttributeValue> item, Cut cut) {
        return Attributes.of(item).text(Keys.SHARD_ID).filter(shardId -> !cut.knows(shardId, EventCounter.VIEWS));
    }
}
