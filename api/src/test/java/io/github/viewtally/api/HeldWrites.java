package io.github.viewtally.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** The calls that reach a table which answers none before it is told to. */
final class HeldWrites {

    private final List<Call> all = new ArrayList<>();
    private final BlockingQueue<Call> unseen = new LinkedBlockingQueue<>();
    private boolean released;

    /** A call, to be answered by completing its future. */
    record Call(DynamoDbRequest request, CompletableFuture<Void> answer) {}

    synchronized CompletionStage<?> hold(DynamoDbRequest request) {
        Call call = new Call(request, new CompletableFuture<>());
        all.add(call);
        unseen.add(call);
        if (released) {
            call.answer().complete(null);
        }
        return call.answer();
    }

    /** The next call, once it has arrived. */
    Call next() throws InterruptedException {
        Call call = unseen.poll(20, SECONDS);
        assertThat(call).as("call").isNotNull();
        return call;
    }

    synchronized int arrived() {
        return all.size();
    }

    /** Answers all calls, and those to come at once. */
    synchronized void release() {
        released = true;
        all.forEach(call -> call.answer().complete(null));
    }
}
