package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.model.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The views of a batch, which are the same in every run. */
public enum SampleTraffic {
    FEW("5 users × 10 videos", 10, (batch, event, size, random) -> random.nextInt(5)),

    /** The users occur in random order. */
    SOME_USERS("0.3 users per event, 10 videos", 10, (batch, event, size, random) -> event % (size * 3 / 10)),

    A_FEW_DOZEN("50 users × 10 videos", 10, (batch, event, size, random) -> random.nextInt(50)),

    MANY_USERS("every event another user, 10 videos", 10, (batch, event, size, random) -> batch * size + event),

    MANY_USERS_AND_VIDEOS(
            "every event another user and one of 1,000 videos",
            1_000,
            (batch, event, size, random) -> batch * size + event);

    private final String description;
    private final int videos;
    private final UserOfEvent userOfEvent;

    /** Chooses the user of an event of a batch. */
    @FunctionalInterface
    private interface UserOfEvent {
        int number(int batch, int event, int size, Random random);
    }

    SampleTraffic(String description, int videos, UserOfEvent userOfEvent) {
        this.description = description;
        this.videos = videos;
        this.userOfEvent = userOfEvent;
    }

    public String description() {
        return description;
    }

    public List<View> batch(int number, int size) {
        Random random = new Random(31L * number + ordinal());
        List<View> views = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String timestamp =
                    String.format(Locale.ROOT, "2026-01-01T00:%02d:%02d.%06d+00:00", i / 60 % 60, i % 60, number);
            views.add(new View(
                    name() + "-" + userOfEvent.number(number, i, size, random),
                    Integer.toString(random.nextInt(videos)),
                    random.nextInt(600),
                    timestamp));
        }
        Collections.shuffle(views, random);
        return views;
    }
}
