package io.github.viewtally.local.mapping;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a function answered.
 *
 * @param state carried on to the next invocation of the window
 * @param failures the records it names as not processed, by sequence number
 */
public record FunctionResponse(Map<String, String> state, List<String> failures) {

    /** All processed. */
    public static FunctionResponse success(Map<String, String> state) {
        return new FunctionResponse(state, List.of());
    }

    /** The first of the failed records: from there on all is delivered again. Empty after success. */
    public Optional<String> checkpoint() {
        return failures.stream().min(FunctionResponse::bySequence);
    }

    private static int bySequence(String left, String right) {
        return new BigInteger(left).compareTo(new BigInteger(right));
    }
}
