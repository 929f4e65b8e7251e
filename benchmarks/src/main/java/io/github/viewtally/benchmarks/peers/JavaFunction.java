package io.github.viewtally.benchmarks.peers;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.github.viewtally.benchmarks.aggregation.HandlerInvoker;
import io.github.viewtally.benchmarks.peers.Peer.PeerFunction;
import io.github.viewtally.benchmarks.process.Tables;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context.BeforeExecution;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A function that runs in this process. A new instance of its handler stands for a new process. */
final class JavaFunction implements PeerFunction {

    /** More than any function of the measurements has. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** The code of a function. */
    @FunctionalInterface
    interface Code {

        /**
         * Starts an instance.
         *
         * @param clock the current time, which a kill moves on
         */
        RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> start(
                DynamoDbClient client, InstantSource clock);
    }

    private final KillSwitch killSwitch = new KillSwitch();
    private final DynamoDbClient client;
    private final Code code;
    private Duration skipped = Duration.ZERO;
    private HandlerInvoker instance;

    JavaFunction(URI endpoint, Code code) {
        this.client = Tables.client(endpoint, killSwitch);
        this.code = code;
        this.instance = start();
    }

    private HandlerInvoker start() {
        return new HandlerInvoker(code.start(client, () -> Instant.now().plus(skipped)));
    }

    @Override
    public void invoke(byte[] batch) {
        instance.invoke(batch);
    }

    @Override
    public void invokeAndKill(byte[] batch, int writes) {
        killSwitch.writesLeft.set(writes);
        try {
            instance.invoke(batch);
        } catch (Killed e) {
            // The caller asked for it.
        } finally {
            killSwitch.writesLeft.set(Integer.MAX_VALUE);
        }
        skipped = skipped.plus(TIMEOUT);
        instance = start();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Ends an invocation like a killed process, past all exception handlers. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Ends the invocation before a write when no more writes are left. */
    private static final class KillSwitch implements ExecutionInterceptor {

        private static final List<Class<?>> READS =
                List.of(BatchGetItemRequest.class, GetItemRequest.class, QueryRequest.class);

        private final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);

        @Override
        public void beforeExecution(BeforeExecution context, ExecutionAttributes attributes) {
            boolean isWrite = READS.stream().noneMatch(read -> read.isInstance(context.request()));
            if (isWrite && writesLeft.getAndDecrement() <= 0) {
                throw new Killed();
            }
        }
    }
}
