package io.github.viewtally.local.faults;

import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.View;
import io.github.viewtally.model.VoteType;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One user who sends views and votes one after the other. Each view has its own timestamp. */
final class UserTraffic {

    private static final int VIDEOS = 8;
    private static final Instant FIRST_VIEW = Instant.parse("2022-01-02T00:00:00Z");

    private final String userId;
    private final Random random;
    private final RetryingClient client;
    private final PostedEvents posted = new PostedEvents();
    private int views;

    UserTraffic(int number, RetryingClient client) {
        this.userId = "f" + number;
        this.random = new Random(number);
        this.client = client;
    }

    /** Sends events at fixed intervals and returns them. A late event is sent at once. */
    PostedEvents perform(int events, Duration pace) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long early = start + i * pace.toNanos() - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(early);
            next();
        }
        return posted;
    }

    private void next() throws InterruptedException {
        String videoId = "f" + random.nextInt(VIDEOS);
        int kind = random.nextInt(100);
        if (kind < 65) {
            view(videoId);
        } else if (kind < 95) {
            vote(videoId, random.nextBoolean() ? VoteType.LIKE : VoteType.DISLIKE);
        } else {
            removeVote(videoId);
        }
    }

    private void view(String videoId) throws InterruptedException {
        View view =
                new View(userId, videoId, 1 + random.nextInt(100), Timestamps.format(FIRST_VIEW.plusSeconds(views++)));
        JsonObject body = new JsonObject()
                .put("userId", userId)
                .put("videoId", videoId)
                .put("duration", view.duration())
                .put("timestamp", view.timestamp());
        posted.addView(view, client.post("/views", body));
    }

    private void vote(String videoId, VoteType type) throws InterruptedException {
        JsonObject body =
                new JsonObject().put("userId", userId).put("videoId", videoId).put("voteType", type.name());
        posted.addVote(userId, videoId, Optional.of(type), client.post("/votes", body));
    }

    private void removeVote(String videoId) throws InterruptedException {
        posted.addVote(userId, videoId, Optional.empty(), client.delete("/users/" + userId + "/votes/" + videoId));
    }
}
