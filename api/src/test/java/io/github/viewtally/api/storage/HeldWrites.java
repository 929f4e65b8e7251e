package io.github.viewtally.api.storage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The calls that reach a table which answers none before it is told to. */
public final class HeldWrites {

    private final List<Call> all = new ArrayList<>();
    private final BlockingQueue<Call> unseen = new LinkedBlockingQueue<>();
    private boolean released;

    /** A call, to be answered by completing its future. */
    public record Call(DynamoDbRequest request, CompletableFuture<Void> answer) {

        /** What it writes. */
        public List<WriteRequest> writes() {
            return ((BatchWriteItemRequest) request).requestItems().get(FakeDynamoDb.TABLE);
        }
    }

    public synchronized CompletionStage<?> hold(DynamoDbRequest request) {
        Call call = new Call(request, new CompletableFuture<>());
        all.add(call);
        unseen.add(call);
        if (released) {
            call.answer().complete(null);
        }
        return call.answer();
    }

    /** The next call, once it has arrived. */
    public Call next() throws InterruptedException {
        Call call = unseen.poll(20, SECONDS);
        assertThat(call).as("call").isNotNull();
        return call;
    }

    public synchronized int arrived() {
        return all.size();
    }

    /** Answers all calls, and those to come at once. */
    public synchronized void release() {
        released = true;
        all.forEach(call -> call.answer().complete(null));
    }
}
