package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.benchmarks.Goal;
import io.github.viewtally.benchmarks.Measure;
import io.github.viewtally.benchmarks.Numbers;
import io.github.viewtally.benchmarks.Outcome;
import io.github.viewtally.benchmarks.RunSettings;
import io.github.viewtally.benchmarks.process.Tables;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
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

/** What the counting of an event costs in write units, by the rules of AWS over the calls that are made. */
public final class WriteUnits implements Measure {

    private static final int SIZE = 1_000;
    private static final int BATCHES = 10;

    /** How often each user has viewed before, or somewhat more, and each video has been viewed. */
    private static final long VIEWS_OF_USER = 1_000;

    private static final long VIEWS_OF_VIDEO = 100_000;

    @Override
    public String id() {
        return "write-units";
    }

    @Override
    public List<Outcome> run(RunSettings pace) throws Exception {
        UnitCounter units = new UnitCounter();
        List<List<View>> batches = IntStream.range(0, BATCHES)
                .mapToObj(number -> Traffic.SOME_USERS.batch(number, SIZE))
                .toList();
        try (DynamoDbLocal database = Tables.local();
                DynamoDbClient setUp = Tables.client(database.endpoint());
                DynamoDbClient client = Tables.client(database.endpoint(), units)) {
            putSummaries(setUp, batches);
            new Deliveries(
                            List.of(Batch.of(batches.get(0))),
                            new Function(new ViewAggregator(client, Tables.NAME))::invoke)
                    .seconds(1);
            units.reset();
            Deliveries ours = new Deliveries(
                    batches.stream().map(Batch::of).toList(),
                    new Function(new ViewAggregator(client, Tables.NAME))::invoke,
                    SIZE + 1);
            ours.seconds(BATCHES);
            double events = (double) BATCHES * SIZE;
            double our = units.writeUnits() / events;
            String note = String.format(
                    Locale.ROOT,
                    "%s transactions a batch; of the units %s an event are for moves in the top lists; besides, %s read units an event to see where summaries stand",
                    Numbers.text((double) units.transactions() / BATCHES),
                    Numbers.text(2 * units.moves() / events),
                    Numbers.text(units.readUnits() / events));
            units.reset();
            new Deliveries(Batch.single(batches.get(0)), new Function(new DemoAggregator(client, Tables.NAME))::invoke)
                    .seconds(SIZE);
            double demo = units.writeUnits() / SIZE;
            return List.of(Outcome.ofRatio(
                    "write units per event, " + Traffic.SOME_USERS.words() + ", batches of 1,000 ÷ the demo's way",
                    "units/event",
                    our,
                    demo,
                    Goal.atMost(0.16, 0.13),
                    note));
        }
    }

    private static void putSummaries(DynamoDbClient client, List<List<View>> batches) {
        Set<SummaryKey> subjects = new LinkedHashSet<>();
        batches.forEach(batch -> batch.forEach(view -> {
            subjects.add(SummaryKey.user(view.userId()));
            subjects.add(SummaryKey.video(view.videoId()));
        }));
        Random random = new Random(1);
        subjects.forEach(subject -> client.putItem(
                request -> request.tableName(Tables.NAME).item(summary(subject, viewsBefore(subject, random)))));
    }

    /** Spread over a step of the rank, so that neither all nor none come to its end. */
    private static long viewsBefore(SummaryKey subject, Random random) {
        long views = subject.kind() == SummaryKey.Kind.USER ? VIEWS_OF_USER : VIEWS_OF_VIDEO;
        return Math.round(views * Math.pow(2, random.nextDouble() / 4));
    }

    private static Map<String, AttributeValue> summary(SummaryKey subject, long views) {
        Map<String, AttributeValue> item = new HashMap<>(SummaryItems.key(subject));
        item.put(Keys.TYPE, AttributeValue.fromS(Keys.summaryType(subject.kind())));
        item.put(Keys.idAttribute(subject.kind()), AttributeValue.fromS(subject.id()));
        item.put(Keys.GSI2PK, AttributeValue.fromS(Keys.summaryBucket(subject)));
        item.put(Keys.GSI2SK, AttributeValue.fromS(Keys.summaryRank(subject, views)));
        item.put(Keys.VIEWS, AttributeValue.fromN(Long.toString(views)));
        item.put(Keys.DURATION, AttributeValue.fromN("0"));
        item.put(Keys.LIKES, AttributeValue.fromN("0"));
        item.put(Keys.DISLIKES, AttributeValue.fromN("0"));
        return item;
    }
}
