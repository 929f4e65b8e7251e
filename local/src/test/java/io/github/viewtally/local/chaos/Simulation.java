package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.local.chaos.Interference.Effect;
import io.github.viewtally.local.chaos.VirtualShards.Shard;
import io.github.viewtally.local.mapping.FunctionInvoker;
import io.github.viewtally.local.mapping.FunctionResponse;
import io.github.viewtally.local.mapping.Invocation;
import io.github.viewtally.local.mapping.RecordFilter;
import io.github.viewtally.local.stack.MappingSettings;
import io.github.viewtally.local.stack.StackTemplate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Delivers the records of a history to the functions and injects faults that a seed determines: batches are repeated, with
 * other sizes or from an earlier record; invocations are killed, time out, or continue beside their retry. The code that
 * creates batches and handles failures is that of the local mapping.
 */
final class Simulation {

    private static final String STREAM_ARN = "arn:aws:dynamodb:local:000000000000:table/video-stats/stream/chaos";
    private static final int MAX_RESTARTS = 3;
    private static final int MAX_STEPS = 20_000;

    /** Usually a transaction may have few items, so that a batch needs several transactions. */
    private static final int MIN_ITEMS = 7;

    private static final int MAX_ITEMS = 99;

    private final StackTemplate stack;
    private final Aggregation aggregation;
    private final DynamoDbClient client;
    private final String tableName;
    private final Random random;
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Zombie> zombies = new ArrayList<>();
    private final Map<String, Long> faults = new TreeMap<>();
    private final int maxItems;
    private int restarts;
    private int invocations;

    Simulation(StackTemplate stack, Aggregation aggregation, DynamoDbClient client, String tableName, Random random) {
        this.stack = stack;
        this.aggregation = aggregation;
        this.client = client;
        this.tableName = tableName;
        this.random = random;
        this.maxItems = random.nextInt(4) == 0 ? MAX_ITEMS : MIN_ITEMS + random.nextInt(6);
    }

    /** Delivers all records and returns when all are processed and all timed-out invocations have ended. */
    void run(List<Shard> shards) throws InterruptedException {
        for (MappingSettings template : stack.mappings()) {
            RecordFilter filter = new RecordFilter(template.patterns());
            MappingSettings settings = withBatchSize(template, 1 + random.nextInt(60));
            shards.forEach(shard -> consumers.add(new Consumer(settings, filter, shard)));
        }
        shards.stream()
                .filter(shard -> shard.parent().isPresent())
                .forEach(shard -> count("shard is a child of a split"));
        int steps = 0;
        for (List<Consumer> open = open(); !open.isEmpty(); open = open()) {
            if (++steps > MAX_STEPS) {
                throw new IllegalStateException("the delivery makes no progress");
            }
            step(open.get(random.nextInt(open.size())));
        }
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

    private void step(Consumer consumer) throws InterruptedException {
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
        int percent = random.nextInt(100);
        int call = 1 + random.nextInt(3);
        if (percent < 8) {
            invokeWith(consumer, invocation, new Interference(Effect.KILL_BEFORE_CALL, call));
        } else if (percent < 16) {
            invokeWith(consumer, invocation, new Interference(Effect.KILL_AFTER_CALL, call));
        } else if (percent < 24) {
            stall(consumer, invocation, new Interference(Effect.STALL_BEFORE_CALL, call));
        } else if (percent < 32) {
            invoke(consumer, invocation, Interference.none(), Integer.MAX_VALUE);
            count("response of the function is lost");
            consumer.failed(invocation);
        } else if (percent < 42) {
            count("invocation runs out of time");
            handle(consumer, invocation, invoke(consumer, invocation, Interference.none(), random.nextInt(3)));
        } else {
            invokeWith(consumer, invocation, Interference.none());
        }
    }

    private void invokeWith(Consumer consumer, Invocation invocation, Interference interference) {
        try {
            handle(consumer, invocation, invoke(consumer, invocation, interference, Integer.MAX_VALUE));
        } catch (Interference.Killed e) {
            count("function is killed at a call");
            consumer.failed(invocation);
        }
    }

    private static void handle(Consumer consumer, Invocation invocation, Optional<FunctionResponse> response) {
        response.ifPresentOrElse(value -> consumer.succeeded(invocation, value), () -> consumer.failed(invocation));
    }

    private void stall(Consumer consumer, Invocation invocation, Interference stall) throws InterruptedException {
        Zombie zombie = Zombie.start(stall, () -> invoke(consumer, invocation, stall, Integer.MAX_VALUE));
        if (zombie.stalls()) {
            count("timed-out invocation runs beside its retry");
            zombies.add(zombie);
        }
        consumer.failed(invocation);
    }

    private void deliverAgain(Consumer consumer, Invocation repeat) {
        count("processed records are delivered again");
        invoke(consumer, repeat, Interference.none(), Integer.MAX_VALUE);
    }

    /**
     * Invokes the function once.
     *
     * @param timeChecks number of checks of the remaining time after which no time is left
     * @return empty if the function fails, as the baseline does at any fault of DynamoDB
     */
    private Optional<FunctionResponse> invoke(
            Consumer consumer, Invocation invocation, Interference interference, int timeChecks) {
        invocations++;
        RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler =
                aggregation.handler(consumer.settings(), interference.around(client), tableName, maxItems);
        AtomicInteger checksLeft = new AtomicInteger(timeChecks);
        FunctionInvoker function = new FunctionInvoker(
                (event, context) -> handler.handleRequest(event, withTimeChecks(context, checksLeft)),
                stack.functionOf(consumer.settings()),
                STREAM_ARN);
        try {
            return Optional.of(function.invoke(invocation));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Context withTimeChecks(Context context, AtomicInteger checksLeft) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis") && checksLeft.getAndDecrement() <= 0) {
                        return 0;
                    }
                    try {
                        return method.invoke(context, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void count(String fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    /** Number of injections of each fault. */
    Map<String, Long> faults() {
        return faults;
    }

    /** Number of invocations. */
    int invocations() {
        return invocations;
    }
}
