package io.github.viewtally.local.mapping;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The response of a function.
 *
 * @param state the state for the next invocation of the window
 * @param failures sequence numbers of the records that were not processed
 */
public record FunctionResponse(Map<String, String> state, List<String> failures) {

    /** The response if all records were processed. */
    public static FunctionResponse success(Map<String, String> state) {
        return new FunctionResponse(state, List.of());
    }

    /** The first failed record, from which records are delivered again; empty after success. */
    public Optional<String> checkpoint() {
        return failures.stream().min(FunctionResponse::bySequence);
    }

    private static int bySequence(String left, String right) {
        return new BigInteger(left).compareTo(new BigInteger(right));
    }
}
