package io.github.viewtally.local.chaos;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.local.chaos.Interference.Kind;
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
 * Delivers the records of a history to the functions, with all that Lambda allows itself and all that may break: batches
 * again, cut otherwise, from an earlier record; invocations killed, cut short, given up and going on. What goes wrong is
 * decided by a seed; the code that cuts batches and heeds failures is that of the local mapping.
 */
final class Simulation {

    private static final String STREAM_ARN = "arn:aws:dynamodb:local:000000000000:table/video-stats/stream/chaos";
    private static final int MOST_RESTARTS = 3;
    private static final int MOST_STEPS = 20_000;

    /** How many items a transaction may change; mostly few, so that batches need several. */
    private static final int FEWEST_ITEMS = 7;

    private static final int MOST_ITEMS = 99;

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
        this.maxItems = random.nextInt(4) == 0 ? MOST_ITEMS : FEWEST_ITEMS + random.nextInt(6);
    }

    /** Delivers everything; returns when every record has been processed and every straggler has ended. */
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
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("delivery makes no progress");
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

    /** Those that have something to deliver, and whose parent shard is through. */
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
            consumer.arrive(random);
        }
        var due = consumer.due();
        if (due.isPresent()) {
            deliver(consumer, due.get());
        }
        int percent = random.nextInt(100);
        if (percent < 15) {
            consumer.repeat(random).ifPresent(repeat -> deliverAgain(consumer, repeat));
        } else if (percent < 20 && restarts < MOST_RESTARTS) {
            restarts++;
            count("mapping begins again at an earlier record");
            consumer.restart(random);
        } else if (percent < 35 && !zombies.isEmpty()) {
            zombies.remove(random.nextInt(zombies.size())).release(random.nextBoolean());
        }
    }

    private void deliver(Consumer consumer, Invocation invocation) throws InterruptedException {
        int percent = random.nextInt(100);
        int call = 1 + random.nextInt(3);
        if (percent < 8) {
            endsOrIsKilled(consumer, invocation, new Interference(Kind.KILL_BEFORE_CALL, call));
        } else if (percent < 16) {
            endsOrIsKilled(consumer, invocation, new Interference(Kind.KILL_AFTER_CALL, call));
        } else if (percent < 24) {
            stalls(consumer, invocation, new Interference(Kind.STALL_BEFORE_CALL, call));
        } else if (percent < 32) {
            invoke(consumer, invocation, Interference.none(), Integer.MAX_VALUE);
            count("answer of the function is lost");
            consumer.failed(invocation);
        } else if (percent < 42) {
            count("invocation runs out of time");
            hear(consumer, invocation, invoke(consumer, invocation, Interference.none(), random.nextInt(3)));
        } else {
            endsOrIsKilled(consumer, invocation, Interference.none());
        }
    }

    private void endsOrIsKilled(Consumer consumer, Invocation invocation, Interference interference) {
        try {
            hear(consumer, invocation, invoke(consumer, invocation, interference, Integer.MAX_VALUE));
        } catch (Interference.Killed e) {
            count("function is killed at a call");
            consumer.failed(invocation);
        }
    }

    private static void hear(Consumer consumer, Invocation invocation, Optional<FunctionResponse> response) {
        response.ifPresentOrElse(answer -> consumer.succeeded(invocation, answer), () -> consumer.failed(invocation));
    }

    private void stalls(Consumer consumer, Invocation invocation, Interference stall) throws InterruptedException {
        Zombie zombie = Zombie.start(stall, () -> invoke(consumer, invocation, stall, Integer.MAX_VALUE));
        if (zombie.stalls()) {
            count("invocation is given up and goes on later");
            zombies.add(zombie);
        }
        consumer.failed(invocation);
    }

    private void deliverAgain(Consumer consumer, Invocation repeat) {
        count("processed records are delivered again, cut anew");
        invoke(consumer, repeat, Interference.none(), Integer.MAX_VALUE);
    }

    /**
     * One call of the function, whose time is up after it has looked at the clock so often; empty if it fails, as the
     * baseline does at any fault of DynamoDB.
     */
    private Optional<FunctionResponse> invoke(
            Consumer consumer, Invocation invocation, Interference interference, int looksAtClock) {
        invocations++;
        RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> handler =
                aggregation.handler(consumer.settings(), interference.around(client), tableName, maxItems);
        AtomicInteger looksLeft = new AtomicInteger(looksAtClock);
        FunctionInvoker function = new FunctionInvoker(
                (event, context) -> handler.handleRequest(event, hurried(context, looksLeft)),
                stack.functionOf(consumer.settings()),
                STREAM_ARN);
        try {
            return Optional.of(function.invoke(invocation));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Context hurried(Context context, AtomicInteger looksLeft) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis") && looksLeft.getAndDecrement() <= 0) {
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

    /** How often each thing went wrong. */
    Map<String, Long> faults() {
        return faults;
    }

    int invocations() {
        return invocations;
    }
}
