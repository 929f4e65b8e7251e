package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.aggregators.commit.BatchCommitter.CommitLimits;
import io.github.viewtally.aggregators.commit.ViewerCache;
import io.github.viewtally.aggregators.lambda.ExactlyOnceAggregator;
import io.github.viewtally.benchmarks.Benchmark;
import io.github.viewtally.benchmarks.BenchmarkResult;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.HourlyViews;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.RankKeys;
import io.github.viewtally.model.table.SummaryItems;
import io.github.viewtally.model.table.TrendItems;
import io.github.viewtally.model.table.ViewerItems;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Measures the write units per event by counting the units of each request. */
public final class WriteUnits implements Benchmark {

    private static final int SIZE = 1_000;
    private static final int BATCHES = 10;
    private static final double EVENTS = (double) BATCHES * SIZE;

    private static final CountingSettings WITHOUT_VIEWERS = CountingSettings.DEFAULT.withUniqueViewers(false);

    /** The minimum number of earlier views of each user and of each video. */
    private static final long VIEWS_OF_USER = 1_000;

    private static final long VIEWS_OF_VIDEO = 100_000;

    /** The trend of a video that has its views within a month. */
    private static final long TREND_OF_VIDEO = 5_000;

    /** Repeated deliveries must not have the sequence numbers of earlier ones. */
    private static long firstSequence = 1;

    @Override
    public String id() {
        return "write-units";
    }

    @Override
    public List<BenchmarkResult> run(RunSettings settings) throws Exception {
        CapacityUnitCounter units = new CapacityUnitCounter();
        List<List<View>> batches = batches(SampleTraffic.SOME_USERS);
        List<List<View>> firstViews = batches(SampleTraffic.MANY_USERS);
        try (DynamoDbLocal database = Tables.local();
                DynamoDbClient setUp = Tables.client(database.endpoint());
                DynamoDbClient client = Tables.client(database.endpoint(), units)) {
            putSummaries(setUp, batches);
            putSummaries(setUp, firstViews);
            putViewers(setUp, batches);
            deliver(client, units, batches.subList(0, 1), CountingSettings.DEFAULT);
            deliver(client, units, batches, CountingSettings.DEFAULT);
            double our = units.writeUnits() / EVENTS;
            String note = String.format(
                    Locale.ROOT,
                    "%s transactions per batch; %s units per event are for moves in the lists by views, %s for those in the list by trend; %s read units per event to read the ranks of summaries and the viewers; unique viewers are counted, and all users have seen the videos before",
                    Numbers.text((double) units.transactions() / BATCHES),
                    Numbers.text(2 * units.indexMoves() / EVENTS),
                    Numbers.text(2 * units.trendMoves() / EVENTS),
                    Numbers.text(units.readUnits() / EVENTS));
            deliver(client, units, batches, WITHOUT_VIEWERS);
            double withoutViewers = units.writeUnits() / EVENTS;
            String readsWithout = Numbers.text(units.readUnits() / EVENTS);
            deliver(client, units, firstViews, WITHOUT_VIEWERS);
            double firstWithout = units.writeUnits() / EVENTS;
            deliver(client, units, firstViews, CountingSettings.DEFAULT);
            double firstWith = units.writeUnits() / EVENTS;
            String firstNote = String.format(
                    Locale.ROOT,
                    "%s new viewers per event, %s read units per event",
                    Numbers.text(units.viewers() / EVENTS),
                    Numbers.text(units.readUnits() / EVENTS));
            deliver(client, units, batches, CountingSettings.DEFAULT.withHoursOfUsers(true));
            double withSeries = units.writeUnits() / EVENTS;
            deliver(client, units, firstViews, WITHOUT_VIEWERS.withHoursOfUsers(true));
            double manyWithSeries = units.writeUnits() / EVENTS;
            units.reset();
            new Deliveries(
                            RecordBatch.single(batches.get(0)),
                            new HandlerInvoker(new DemoAggregator(client, Tables.NAME))::invoke)
                    .seconds(SIZE);
            double demo = units.writeUnits() / SIZE;
            return List.of(
                    BenchmarkResult.ofRatio(
                            "write units per event, " + SampleTraffic.SOME_USERS.description()
                                    + ", batches of 1,000 ÷ the demo's way",
                            "units/event",
                            our,
                            demo,
                            Goal.atMost(0.16, 0.13),
                            note),
                    BenchmarkResult.ofRatio(
                            "write units per event with unique viewers ÷ without, "
                                    + SampleTraffic.SOME_USERS.description() + ", each has seen the videos before",
                            "units/event",
                            our,
                            withoutViewers,
                            Goal.atMost(1.05, 1),
                            readsWithout + " read units per event without"),
                    BenchmarkResult.ofRatio(
                            "write units per event with unique viewers ÷ without, "
                                    + SampleTraffic.MANY_USERS.description() + ", each view is the first",
                            "units/event",
                            firstWith,
                            firstWithout,
                            Goal.atMost(3, 2.5),
                            firstNote),
                    series(SampleTraffic.SOME_USERS, withSeries, our),
                    series(SampleTraffic.MANY_USERS, manyWithSeries, firstWithout));
        }
    }

    private static BenchmarkResult series(SampleTraffic traffic, double with, double without) {
        return BenchmarkResult.ofRatio(
                "write units per event with series of users ÷ without, " + traffic.description(),
                "units/event",
                with,
                without,
                Goal.atMost(2.2, 2),
                "each batch has views of one hour; the series are off by default");
    }

    private static List<List<View>> batches(SampleTraffic traffic) {
        return IntStream.range(0, BATCHES)
                .mapToObj(number -> traffic.batch(number, SIZE))
                .toList();
    }

    /** Counts the units of delivering each batch once to a new function. */
    private static void deliver(
            DynamoDbClient client, CapacityUnitCounter units, List<List<View>> batches, CountingSettings counting)
            throws Exception {
        ExactlyOnceAggregator function = new ExactlyOnceAggregator(
                EventCounter.VIEWS,
                client,
                Tables.NAME,
                counting,
                metrics -> {},
                CommitLimits.DEFAULT,
                Runnable::run,
                new ViewerCache());
        units.reset();
        new Deliveries(
                        batches.stream().map(RecordBatch::of).toList(),
                        new HandlerInvoker(function)::invoke,
                        firstSequence)
                .seconds(batches.size());
        firstSequence += (long) batches.size() * SIZE;
    }

    /** All users have seen all videos. */
    private static void putViewers(DynamoDbClient client, List<List<View>> batches) {
        batches.stream()
                .flatMap(List::stream)
                .map(view -> new Viewer(view.userId(), view.videoId()))
                .distinct()
                .forEach(viewer -> client.putItem(
                        request -> request.tableName(Tables.NAME).item(ViewerItems.toItem(viewer, 1, false))));
    }

    /** Puts summaries of the users and videos of these batches, which have many views already. */
    public static void putSummaries(DynamoDbClient client, List<List<View>> batches) {
        Set<SummaryKey> keys = new LinkedHashSet<>();
        batches.forEach(batch -> batch.forEach(view -> {
            keys.add(SummaryKey.user(view.userId()));
            keys.add(SummaryKey.video(view.videoId()));
        }));
        Random random = new Random(1);
        keys.forEach(key -> {
            Map<String, AttributeValue> item = summary(key, viewsBefore(key, random));
            if (key.kind() == SummaryKey.Kind.VIDEO) {
                item.putAll(trend(key, spread(TREND_OF_VIDEO, random)));
            }
            client.putItem(request -> request.tableName(Tables.NAME).item(item));
        });
    }

    /** What a video has as trend in the hour of the views of the batches. */
    private static Map<String, AttributeValue> trend(SummaryKey video, long views) {
        HalfLife halfLife = HalfLife.DEFAULT;
        TrendScore score = halfLife.weigh(new HourlyViews(Map.of("2026-01-01T00", views)));
        TrendItems.Place place = TrendItems.Place.of(video, halfLife, score);
        Map<String, AttributeValue> item = new HashMap<>();
        score.byEpoch()
                .forEach((epoch, sum) ->
                        item.put(TrendItems.attribute(halfLife, epoch), AttributeValue.fromN(Long.toString(sum))));
        item.put(Keys.GSI3PK, AttributeValue.fromS(place.partition()));
        item.put(Keys.GSI3SK, AttributeValue.fromS(place.sortKey()));
        return item;
    }

    /** Spreads the views over a rank, so that some summaries reach the next rank and others do not. */
    private static long viewsBefore(SummaryKey key, Random random) {
        return spread(key.kind() == SummaryKey.Kind.USER ? VIEWS_OF_USER : VIEWS_OF_VIDEO, random);
    }

    private static long spread(long views, Random random) {
        return Math.round(views * Math.pow(2, random.nextDouble() / 4));
    }

    private static Map<String, AttributeValue> summary(SummaryKey key, long views) {
        Map<String, AttributeValue> item = new HashMap<>(SummaryItems.key(key));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.summaryType(key.kind())));
        item.put(Keys.idAttribute(key.kind()), AttributeValue.fromS(key.id()));
        item.put(Keys.GSI2PK, AttributeValue.fromS(RankKeys.summaryBucket(key)));
        item.put(Keys.GSI2SK, AttributeValue.fromS(RankKeys.summaryRank(key, views)));
        item.put(Keys.VIEWS, AttributeValue.fromN(Long.toString(views)));
        item.put(Keys.DURATION, AttributeValue.fromN("0"));
        item.put(Keys.LIKES, AttributeValue.fromN("0"));
        item.put(Keys.DISLIKES, AttributeValue.fromN("0"));
        return item;
    }
}
