package io.github.viewtally.local.audit;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SpreadItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes events to the table until it is closed: new and growing views, flipped votes, and deletions. The events of half of
 * the videos are spread over several partitions of the index, and move between them when they are written again.
 */
public final class EventTraffic implements AutoCloseable {

    static final int USERS = 50;
    static final int VIDEOS = 20;

    private static final int WRITERS = 4;
    private static final int DEFAULT_PER_SECOND = 300;
    private static final int SPREAD_VIDEOS = VIDEOS / 2;
    private static final int PARTITIONS = 8;

    private final DynamoDbClient client;
    private final String tableName;
    private final int perSecond;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    public EventTraffic(DynamoDbClient client, String tableName) {
        this(client, tableName, DEFAULT_PER_SECOND);
    }

    public EventTraffic(DynamoDbClient client, String tableName, int perSecond) {
        this.client = client;
        this.tableName = tableName;
        this.perSecond = perSecond;
    }

    /** Starts the writers. */
    public EventTraffic start() {
        for (int video = 0; video < SPREAD_VIDEOS; video++) {
            put(SpreadItems.toItem("v" + video, PARTITIONS));
        }
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(writer);
            int first = writer;
            writers.execute(() -> {
                try {
                    while (!writers.isShutdown()) {
                        write(random, first);
                        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(WRITERS) / perSecond);
                    }
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
        }
        return this;
    }

    int written() {
        return written.get();
    }

    private void write(Random random, int writer) {
        // Each user has one writer, so that the order of the writes is known.
        String user = "u" + (random.nextInt(USERS / WRITERS) * WRITERS + writer);
        int videoNumber = random.nextInt(VIDEOS);
        String video = "v" + videoNumber;
        int partitions = videoNumber < SPREAD_VIDEOS ? 1 << random.nextInt(4) : 1;
        String timestamp =
                String.format(Locale.ROOT, "2022-01-02T0%d:30:%02d.000000+00:00", random.nextInt(3), random.nextInt(4));
        switch (random.nextInt(10)) {
            case 0 -> delete(EventItems.viewKey(user, video, timestamp));
            case 1 -> delete(EventItems.voteKey(user, video));
            case 2, 3, 4 ->
                put(spread(
                        EventItems.toItem(
                                new Vote(user, video, random.nextBoolean() ? VoteType.LIKE : VoteType.DISLIKE)),
                        partitions));
            default ->
                put(spread(EventItems.toItem(new View(user, video, random.nextInt(600), timestamp)), partitions));
        }
        written.incrementAndGet();
    }

    private static Map<String, AttributeValue> spread(Map<String, AttributeValue> event, int partitions) {
        Map<String, AttributeValue> item = new HashMap<>(event);
        item.put(
                Keys.GSI1PK,
                AttributeValue.fromS(SpreadItems.indexPartition(
                        event.get(Keys.VIDEO_ID).s(), event.get(Keys.USER_ID).s(), partitions)));
        return item;
    }

    private void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(tableName).item(item));
    }

    private void delete(Map<String, AttributeValue> key) {
        client.deleteItem(request -> request.tableName(tableName).key(key));
    }

    /** The names of all users and videos that it writes. */
    public static List<SummaryKey> subjects() {
        List<SummaryKey> subjects = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            subjects.add(SummaryKey.user("u" + user));
        }
        for (int video = 0; video < VIDEOS; video++) {
            subjects.add(SummaryKey.video("v" + video));
        }
        return subjects;
    }

    @Override
    public void close() {
        writers.shutdown();
        await().until(writers::isTerminated);
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
