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

/** Holds all calls to a table until the test completes them. */
public final class HeldWrites {

    private final List<HeldCall> all = new ArrayList<>();
    private final BlockingQueue<HeldCall> unseen = new LinkedBlockingQueue<>();
    private boolean released;

    /** A call that returns when its future is completed. */
    public record HeldCall(DynamoDbRequest request, CompletableFuture<Void> response) {

        /** The writes of a BatchWriteItem call. */
        public List<WriteRequest> writes() {
            return ((BatchWriteItemRequest) request).requestItems().get(FakeDynamoDb.TABLE);
        }
    }

    public synchronized CompletionStage<?> hold(DynamoDbRequest request) {
        HeldCall call = new HeldCall(request, new CompletableFuture<>());
        all.add(call);
        unseen.add(call);
        if (released) {
            call.response().complete(null);
        }
        return call.response();
    }

    /** Waits for the next call and returns it. */
    public HeldCall next() throws InterruptedException {
        HeldCall call = unseen.poll(20, SECONDS);
        assertThat(call).as("call").isNotNull();
        return call;
    }

    public synchronized int arrived() {
        return all.size();
    }

    /** Completes all calls, and every later call at once. */
    public synchronized void release() {
        released = true;
        all.forEach(call -> call.response().complete(null));
    }
}
