package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.Op.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happens to the events of a few users and videos, and by its seed also what goes wrong with their delivery.
 *
 * @param ops in order; views that grow, votes that flip, deletions, posts again, removals by time to live, malformed items
 */
record History(long seed, List<Op> ops) {

    /** A history of a hundred operations and more; few users and videos, so that they meet, but sometimes very many users. */
    static History of(long seed) {
        Random random = new Random(seed);
        int users = random.nextInt(20) == 0 ? 120 : 2 + random.nextInt(6);
        int videos = 1 + random.nextInt(5);
        int slots = 1 + random.nextInt(4);
        int size = 100 + random.nextInt(60);
        List<Op> ops = new ArrayList<>();
        while (ops.size() < size) {
            ops.add(new Op(
                    kind(random),
                    random.nextInt(users),
                    random.nextInt(videos),
                    random.nextInt(slots),
                    random.nextInt(120)));
        }
        return new History(seed, List.copyOf(ops));
    }

    /** The same seed, so the same faults, with other operations. */
    History with(List<Op> others) {
        return new History(seed, List.copyOf(others));
    }

    private static Kind kind(Random random) {
        int percent = random.nextInt(100);
        if (percent < 50) {
            return Kind.VIEW;
        }
        if (percent < 74) {
            return random.nextBoolean() ? Kind.LIKE : Kind.DISLIKE;
        }
        if (percent < 78) {
            return random.nextBoolean() ? Kind.POISON_VIEW : Kind.POISON_VOTE;
        }
        if (percent < 92) {
            return random.nextBoolean() ? Kind.DELETE_VIEW : Kind.DELETE_VOTE;
        }
        return random.nextBoolean() ? Kind.EXPIRE_VIEW : Kind.EXPIRE_VOTE;
    }
}
