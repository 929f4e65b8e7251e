package io.github.viewtally.aggregators.commit;

import io.github.viewtally.model.table.DynamoDbErrors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Runs the reads of one batch in several threads. Each call that fails for a temporary reason is repeated by itself, while
 * the invocation has time for it, so no other call has to be repeated with it.
 */
final class ParallelReads {

    private final Executor readers;
    private final Backoff backoff;

    /**
     * Creates the reads of one batch.
     *
     * @param readers runs the reads; its threads limit how many run at once
     */
    ParallelReads(Executor readers, Backoff backoff) {
        this.readers = readers;
        this.backoff = backoff;
    }

    /**
     * Runs reads, and returns their results in the same order.
     *
     * @throws SdkException if one of them fails
     */
    <T> List<T> run(List<Supplier<T>> reads) {
        List<CompletableFuture<T>> results = reads.stream()
                .map(read -> CompletableFuture.supplyAsync(read, readers))
                .toList();
        try {
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /**
     * Makes a call in this thread, and retries it while it fails for a temporary reason.
     *
     * @throws SdkException if it fails for another reason, or if there is no time to repeat it
     */
    <T> T call(Supplier<T> call) {
        Backoff pauses = backoff.forAnotherThread();
        while (true) {
            try {
                return call.get();
            } catch (SdkException e) {
                if (!DynamoDbErrors.isRetryable(e) || !pauses.pause()) {
                    throw e;
                }
            }
        }
    }
}
