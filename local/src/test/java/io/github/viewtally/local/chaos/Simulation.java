package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.Interference.Effect;
import io.github.viewtally.local.chaos.VirtualShards.Shard;
import io.github.viewtally.local.mapping.Invocation;
import io.github.viewtally.local.mapping.Invocation.FunctionResponse;
import io.github.viewtally.local.mapping.RecordFilter;
import io.github.viewtally.local.stack.MappingSettings;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.model.SummaryKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Delivers the records of a history to the functions and injects faults that a seed determines: batches are repeated, with
 * other sizes or from an earlier record; invocations are killed, time out, or continue beside their retry. The code that
 * creates batches and handles failures is that of the local mapping.
 */
final class Simulation {

    private static final int MAX_RESTARTS = 3;

    /** A history usually needs a few hundred. */
    private static final int MAX_STEPS = 3_000;

    /** Usually a transaction may have few items, so that a batch needs several transactions. */
    private static final int MIN_ITEMS = 15;

    private static final int MAX_ITEMS = 99;

    private final Aggregation aggregation;
    private final SimulatedFunction function;
    private final Random random;
    private final Heat heat = new Heat();
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Zombie> zombies = new ArrayList<>();
    private final Map<String, Long> faults = new TreeMap<>();
    private final Set<SummaryKey> givenUp = new HashSet<>();
    private int restarts;
    private int giveUpsLeft;
    private int steps;

    /**
     * Creates a simulation.
     *
     * @param giveUps maximum number of batches that are given up
     */
    Simulation(
            StackTemplate stack,
            Aggregation aggregation,
            DynamoDbClient client,
            String tableName,
            List<Shard> shards,
            int giveUps,
            Random random) {
        this.aggregation = aggregation;
        this.giveUpsLeft = giveUps;
        this.random = random;
        int maxItems = random.nextInt(4) == 0 ? MAX_ITEMS : MIN_ITEMS + random.nextInt(6);
        this.function = new SimulatedFunction(stack, aggregation, client, tableName, maxItems, heat);
        for (MappingSettings template : stack.mappings()) {
            RecordFilter filter = new RecordFilter(template.patterns());
            MappingSettings settings = withBatchSize(template, 1 + random.nextInt(60));
            shards.forEach(shard -> consumers.add(new Consumer(settings, filter, shard)));
        }
        shards.stream()
                .filter(shard -> shard.parent().isPresent())
                .forEach(shard -> count("shard is a child of a split"));
    }

    /** Delivers all records and returns when all are processed and all timed-out invocations have ended. */
    void run() throws InterruptedException {
        while (!isDone()) {
            step();
        }
        finish();
    }

    /** Whether every record is processed or given up. */
    boolean isDone() {
        return consumers.stream().allMatch(Consumer::isDone);
    }

    /** Delivers some records, if there are any. */
    void step() throws InterruptedException {
        List<Consumer> open = open();
        if (++steps > MAX_STEPS) {
            throw new NoProgressException();
        }
        if (!open.isEmpty()) {
            stepOf(open.get(random.nextInt(open.size())));
        }
    }

    /** Waits until all timed-out invocations have ended. */
    void finish() throws InterruptedException {
        for (Zombie zombie : zombies) {
            zombie.release(true);
        }
    }

    private MappingSettings withBatchSize(MappingSettings template, int size) {
        return new MappingSettings(
                template.name(),
                template.functionName(),
                template.patterns(),
                Math.min(size, aggregation.maxBatch()),
                template.batchingWindow(),
                template.tumblingWindow());
    }

    /** The consumers with records to deliver and without an unfinished parent shard. */
    private List<Consumer> open() {
        return consumers.stream()
                .filter(consumer -> !consumer.isDone())
                .filter(consumer -> consumer.shard().parent().stream().allMatch(parent -> isDone(consumer, parent)))
                .toList();
    }

    private boolean isDone(Consumer child, String parent) {
        return consumers.stream()
                .filter(consumer -> consumer.settings() == child.settings())
                .filter(consumer -> consumer.shard().id().equals(parent))
                .allMatch(Consumer::isDone);
    }

    private void stepOf(Consumer consumer) throws InterruptedException {
        if (random.nextInt(3) > 0 || consumer.due().isEmpty()) {
            consumer.offerSome(random);
        }
        var due = consumer.due();
        if (due.isPresent()) {
            deliver(consumer, due.get());
        }
        int percent = random.nextInt(100);
        if (percent < 15) {
            consumer.repeat(random).ifPresent(repeat -> deliverAgain(consumer, repeat));
        } else if (percent < 20 && restarts < MAX_RESTARTS) {
            restarts++;
            count("mapping restarts at an earlier record");
            consumer.restart(random);
        } else if (percent < 35 && !zombies.isEmpty()) {
            zombies.remove(random.nextInt(zombies.size())).release(random.nextBoolean());
        }
    }

    private void deliver(Consumer consumer, Invocation invocation) throws InterruptedException {
        heat.maybeStart(invocation, random);
        int percent = random.nextInt(100);
        // A hot item makes the invocation longer. It often ends while the item is deferred.
        boolean isHot = heat.isOn();
        int call = 1 + random.nextInt(isHot ? 30 : 3);
        if (percent < 8) {
            invokeWith(consumer, invocation, new Interference(Effect.KILL_BEFORE_CALL, call));
        } else if (percent < 16) {
            invokeWith(consumer, invocation, new Interference(Effect.KILL_AFTER_CALL, call));
        } else if (percent < 24) {
            stall(consumer, invocation, new Interference(Effect.STALL_BEFORE_CALL, call));
        } else if (percent < 32) {
            function.invoke(consumer.settings(), invocation, Interference.none(), Integer.MAX_VALUE);
            count("response of the function is lost");
            consumer.failed(invocation);
        } else if (percent < 36 && giveUpsLeft > 0 && consumer.hasMore()) {
            giveUp(consumer, invocation);
        } else if (percent < (isHot ? 80 : 42)) {
            count("invocation runs out of time");
            handle(
                    consumer,
                    invocation,
                    function.invoke(
                            consumer.settings(), invocation, Interference.none(), random.nextInt(isHot ? 40 : 3)));
        } else {
            invokeWith(consumer, invocation, Interference.none());
        }
    }

    private void giveUp(Consumer consumer, Invocation invocation) {
        giveUpsLeft--;
        count("batch is given up");
        givenUp.addAll(RecordSubjects.of(invocation));
        consumer.giveUp(invocation);
    }

    private void invokeWith(Consumer consumer, Invocation invocation, Interference interference) {
        try {
            handle(
                    consumer,
                    invocation,
                    function.invoke(consumer.settings(), invocation, interference, Integer.MAX_VALUE));
        } catch (Interference.Killed e) {
            count("function is killed at a call");
            consumer.failed(invocation);
        }
    }

    private static void handle(Consumer consumer, Invocation invocation, Optional<FunctionResponse> response) {
        response.ifPresentOrElse(value -> consumer.succeeded(invocation, value), () -> consumer.failed(invocation));
    }

    private void stall(Consumer consumer, Invocation invocation, Interference stall) throws InterruptedException {
        Zombie zombie =
                Zombie.start(stall, () -> function.invoke(consumer.settings(), invocation, stall, Integer.MAX_VALUE));
        if (zombie.stalls()) {
            count("timed-out invocation runs beside its retry");
            zombies.add(zombie);
        }
        consumer.failed(invocation);
    }

    private void deliverAgain(Consumer consumer, Invocation repeat) {
        count("processed records are delivered again");
        function.invoke(consumer.settings(), repeat, Interference.none(), Integer.MAX_VALUE);
    }

    /** Whether changes of hot items wait in a checkpoint. */
    boolean isDeferring() {
        return heat.isDeferring();
    }

    void count(String fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    /** Number of injections of each fault. */
    Map<String, Long> faults() {
        Map<String, Long> all = new TreeMap<>(heat.counts());
        all.putAll(faults);
        return all;
    }

    /** The users and videos with events in batches that were given up. */
    Set<SummaryKey> givenUp() {
        return givenUp;
    }

    /** Number of invocations. */
    int invocations() {
        return function.invocations();
    }
}
