package io.github.viewtally.local.chaos;

import java.util.ArrayList;
import java.util.List;

/** Searches for a small history with the same seed that still leads to wrong counts. */
final class Shrinker {

    private static final int MAX_ATTEMPTS = 60;

    private final Replay replay;
    private int attemptsLeft = MAX_ATTEMPTS;

    /** Writes and counts a history. */
    interface Replay {

        DeliveryResult of(History history) throws InterruptedException;
    }

    private Shrinker(Replay replay) {
        this.replay = replay;
    }

    /** Returns the smallest history found in a limited number of attempts, or the given one. */
    static History shrink(History history, Replay replay) throws InterruptedException {
        return new Shrinker(replay).shrink(history);
    }

    private History shrink(History history) throws InterruptedException {
        History smallest = history;
        for (int piece = history.ops().size() / 2; piece >= 1; piece /= 2) {
            int from = 0;
            while (from < smallest.ops().size() && attemptsLeft > 0) {
                History smaller = without(smallest, from, piece);
                if (hasWrongCounts(smaller)) {
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

    private boolean hasWrongCounts(History history) throws InterruptedException {
        attemptsLeft--;
        return !history.ops().isEmpty() && !replay.of(history).differences().isEmpty();
    }
}
