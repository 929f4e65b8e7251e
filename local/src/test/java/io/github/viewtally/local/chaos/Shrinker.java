package io.github.viewtally.local.chaos;

import java.util.ArrayList;
import java.util.List;

/** Looks for a small history under which counting still goes wrong, with the same seed of faults. */
final class Shrinker {

    private static final int MOST_TRIES = 60;

    private final ChaosLab lab;
    private final Aggregation aggregation;
    private final String tableName;
    private int triesLeft = MOST_TRIES;

    private Shrinker(ChaosLab lab, Aggregation aggregation, String tableName) {
        this.lab = lab;
        this.aggregation = aggregation;
        this.tableName = tableName;
    }

    /** The smallest found in a bounded number of tries; the history itself if none is smaller. */
    static History shrink(ChaosLab lab, History history, Aggregation aggregation, String tableName)
            throws InterruptedException {
        return new Shrinker(lab, aggregation, tableName).shrink(history);
    }

    private History shrink(History history) throws InterruptedException {
        History smallest = history;
        for (int piece = history.ops().size() / 2; piece >= 1; piece /= 2) {
            int from = 0;
            while (from < smallest.ops().size() && triesLeft > 0) {
                History smaller = without(smallest, from, piece);
                if (goesWrong(smaller)) {
                    smallest = smaller;
                } else {
                    from += piece;
                }
            }
        }
        return smallest;
    }

    private static History without(History history, int from, int howMany) {
        List<Op> ops = new ArrayList<>(history.ops());
        ops.subList(from, Math.min(from + howMany, ops.size())).clear();
        return history.with(ops);
    }

    private boolean goesWrong(History history) throws InterruptedException {
        triesLeft--;
        return !history.ops().isEmpty()
                && !lab.deliver(lab.record(history), aggregation, tableName)
                        .differences()
                        .isEmpty();
    }
}
