package io.github.viewtally.testsupport.faults;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Which calls go wrong, and how. It is asked once for each call, by many threads. */
@FunctionalInterface
public interface FaultPlan {

    /**
     * A call as it passes the proxy.
     *
     * @param operation without the version, as "TransactWriteItems"
     * @param number counts all calls of the proxy, from 1
     */
    record Call(String operation, long number) {}

    /** What happens to the call; empty if nothing does. A fault that does not fit the operation does not happen. */
    Optional<Fault> faultFor(Call call);

    /** Nothing goes wrong. */
    static FaultPlan none() {
        return call -> Optional.empty();
    }

    /**
     * Each call meets with each fault with its probability, and with one at most. The same seed gives the same fault for
     * the same call, whichever thread it comes from and whatever came before. A fault that is drawn and does not fit the
     * operation is dropped.
     *
     * @param probabilities which add up to 1 at most
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
                    return Optional.of(fault.getKey()).filter(fitting -> fitting.fits(call.operation()));
                }
            }
            return Optional.empty();
        };
    }

    /** The first calls that the plan is asked about meet with these, one after the other, and then none with any. */
    static FaultPlan script(List<Optional<Fault>> first) {
        List<Optional<Fault>> script = List.copyOf(first);
        AtomicInteger asked = new AtomicInteger();
        return call -> {
            int next = asked.getAndUpdate(count -> Math.min(count + 1, script.size()));
            return next < script.size() ? script.get(next) : Optional.empty();
        };
    }

    /** This plan for these operations, which alone it is asked about; the others go through. */
    default FaultPlan onlyFor(Set<String> operations) {
        return call -> operations.contains(call.operation()) ? faultFor(call) : Optional.empty();
    }
}
