package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.Op.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A sequence of operations on the events of a few users and videos. Its seed also determines the injected faults.
 *
 * @param seed seed of the operations and faults
 * @param ops operations in order: growing views, flipped votes, deletions, repeated posts, removals by time to live, malformed
 *     items
 */
record History(long seed, List<Op> ops) {

    private static final int HISTORIES_PER_ERASURE = 6;

    /** Creates a history of at least a hundred operations. It has few users, so that operations overlap, or sometimes many. */
    static History of(long seed) {
        Random random = new Random(seed);
        int users = random.nextInt(20) == 0 ? 120 : 2 + random.nextInt(6);
        int videos = 1 + random.nextInt(5);
        int slots = 1 + random.nextInt(4);
        int size = 100 + random.nextInt(60);
        List<Op> ops = new ArrayList<>();
        while (ops.size() < size) {
            ops.add(new Op(
                    action(random),
                    random.nextInt(users),
                    random.nextInt(videos),
                    random.nextInt(slots),
                    random.nextInt(120)));
        }
        History history = new History(seed, List.copyOf(ops));
        return history.erasesUser() ? history.with(withErasure(ops, videos, slots)) : history;
    }

    /** Whether the first user is erased at the end. */
    boolean erasesUser() {
        return seed % HISTORIES_PER_ERASURE == 0;
    }

    private static List<Op> withErasure(List<Op> ops, int videos, int slots) {
        List<Op> all = new ArrayList<>(ops);
        for (int video = 0; video < videos; video++) {
            for (int slot = 0; slot < slots; slot++) {
                all.add(new Op(Action.DELETE_VIEW, 0, video, slot, 0));
            }
            all.add(new Op(Action.DELETE_VOTE, 0, video, 0, 0));
        }
        return all;
    }

    /** A history with the same seed, and so the same faults, but other operations. */
    History with(List<Op> others) {
        return new History(seed, List.copyOf(others));
    }

    private static Action action(Random random) {
        int percent = random.nextInt(100);
        if (percent < 50) {
            return Action.VIEW;
        }
        if (percent < 74) {
            return random.nextBoolean() ? Action.LIKE : Action.DISLIKE;
        }
        if (percent < 78) {
            return random.nextBoolean() ? Action.POISON_VIEW : Action.POISON_VOTE;
        }
        if (percent < 92) {
            return random.nextBoolean() ? Action.DELETE_VIEW : Action.DELETE_VOTE;
        }
        return random.nextBoolean() ? Action.EXPIRE_VIEW : Action.EXPIRE_VOTE;
    }
}
