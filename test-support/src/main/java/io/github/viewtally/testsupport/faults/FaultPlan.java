package io.github.viewtally.testsupport.faults;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides which calls have which fault. It is called once for each call. Must be thread-safe. */
@FunctionalInterface
public interface FaultPlan {

    /**
     * A call to DynamoDB.
     *
     * @param operation name of the operation, like "TransactWriteItems"
     * @param number sequence number of the call in the proxy, from 1
     * @param body the request, as JSON
     */
    record Call(String operation, long number, String body) {}

    /** Returns the fault of a call; empty for none. A fault that does not apply to the operation is not injected. */
    Optional<Fault> faultFor(Call call);

    /** A plan without faults. */
    static FaultPlan none() {
        return call -> Optional.empty();
    }

    /**
     * A plan with random faults. A call has at most one fault. The fault depends only on the seed and the number of the call.
     * A fault that does not apply to the operation is dropped.
     *
     * @param probabilities probability of each fault; their sum is at most 1
     */
    static FaultPlan seeded(long seed, Map<Fault, Double> probabilities) {
        Map<Fault, Double> inOrder = new EnumMap<>(probabilities);
        double total =
                inOrder.values().stream().mapToDouble(Double::doubleValue).sum();
        if (total > 1 + 1e-9) {
            throw new IllegalArgumentException("the probabilities add up to more than 1: " + probabilities);
        }
        return call -> {
            double drawn = new SplittableRandom(seed ^ call.number() * 0x9E3779B97F4A7C15L).nextDouble();
            for (Map.Entry<Fault, Double> fault : inOrder.entrySet()) {
                drawn -= fault.getValue();
                if (drawn < 0) {
                    return Optional.of(fault.getKey()).filter(kind -> kind.appliesTo(call.operation()));
                }
            }
            return Optional.empty();
        };
    }

    /** A plan with these faults for the first calls, in this order, and none for later calls. */
    static FaultPlan script(List<Optional<Fault>> first) {
        List<Optional<Fault>> script = List.copyOf(first);
        AtomicInteger calls = new AtomicInteger();
        return call -> {
            int next = calls.getAndUpdate(count -> Math.min(count + 1, script.size()));
            return next < script.size() ? script.get(next) : Optional.empty();
        };
    }

    /** Restricts this plan to some operations. It is not called for others, which have no faults. */
    default FaultPlan onlyFor(Set<String> operations) {
        return call -> operations.contains(call.operation()) ? faultFor(call) : Optional.empty();
    }
}
