package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.model.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The views of a batch, which are the same in every run. */
enum SampleTraffic {

    /** 5 users and 10 videos. */
    FEW("5 users × 10 videos") {
        @Override
        int user(int batch, int event, int size, Random random) {
            return random.nextInt(5);
        }

        @Override
        int video(Random random) {
            return random.nextInt(10);
        }
    },

    /** 0.3 users per event in random order, and 10 videos. */
    SOME_USERS("0.3 users per event, 10 videos") {
        @Override
        int user(int batch, int event, int size, Random random) {
            return event % (size * 3 / 10);
        }

        @Override
        int video(Random random) {
            return random.nextInt(10);
        }
    },

    /** 50 users and 10 videos. */
    A_FEW_DOZEN("50 users × 10 videos") {
        @Override
        int user(int batch, int event, int size, Random random) {
            return random.nextInt(50);
        }

        @Override
        int video(Random random) {
            return random.nextInt(10);
        }
    },

    /** A different user for each event, and 10 videos. */
    MANY_USERS("every event another user, 10 videos") {
        @Override
        int user(int batch, int event, int size, Random random) {
            return batch * size + event;
        }

        @Override
        int video(Random random) {
            return random.nextInt(10);
        }
    },

    /** A different user for each event, and 1,000 videos. */
    MANY_USERS_AND_VIDEOS("every event another user and one of 1,000 videos") {
        @Override
        int user(int batch, int event, int size, Random random) {
            return batch * size + event;
        }

        @Override
        int video(Random random) {
            return random.nextInt(1_000);
        }
    };

    private final String description;

    SampleTraffic(String description) {
        this.description = description;
    }

    abstract int user(int batch, int event, int size, Random random);

    abstract int video(Random random);

    String description() {
        return description;
    }

    List<View> batch(int number, int size) {
        Random random = new Random(31L * number + ordinal());
        List<View> views = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String timestamp =
                    String.format(Locale.ROOT, "2026-01-01T00:%02d:%02d.%06d+00:00", i / 60 % 60, i % 60, number);
            views.add(new View(
                    name() + "-" + user(number, i, size, random),
                    Integer.toString(video(random)),
                    random.nextInt(600),
                    timestamp));
        }
        Collections.shuffle(views, random);
        return views;
    }
}
