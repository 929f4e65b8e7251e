package io.github.viewtally.local.chaos;

import io.github.viewtally.model.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The differences between what was counted and an independent count. */
final class Differences {

    private Differences() {}

    /** All of them. */
    static List<String> all(ChaosLab.Recorded recorded, CountedItems found) {
        List<String> differences = new ArrayList<>();
        differences.addAll(Oracle.differences(Oracle.recount(recorded.all()), found.totals()));
        differences.addAll(Oracle.differences(Oracle.recountHours(recorded.all()), found.hours()));
        differences.addAll(
                Oracle.differences(Oracle.withoutViewers(Oracle.recount(recorded.expired())), found.expired()));
        differences.addAll(found.wrongViewers(Oracle.viewers(recorded.all())));
        differences.addAll(Oracle.trendDifferences(Oracle.recountTrends(recorded.events()), found.trends()));
        return differences;
    }

    /** Without the counters of what time to live has removed, which are not known after damage. */
    static List<String> unexpired(ChaosLab.Recorded recorded, CountedItems found) {
        List<String> differences = new ArrayList<>();
        Set<Viewer> viewers = Oracle.viewers(recorded.expired());
        // Nobody knows any more that these were viewers, if they are deleted.
        viewers.retainAll(found.viewers());
        viewers.addAll(Oracle.viewers(recorded.events()));
        differences.addAll(Oracle.differences(Oracle.recount(recorded.events(), viewers), found.unexpiredTotals()));
        differences.addAll(found.wrongViewers(viewers));
        differences.addAll(Oracle.differences(Oracle.recountHours(recorded.events()), found.unexpiredHours()));
        differences.addAll(Oracle.trendDifferences(Oracle.recountTrends(recorded.events()), found.trends()));
        return differences;
    }
}
