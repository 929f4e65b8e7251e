package io.github.viewtally.benchmarks.profiling;

import io.github.viewtally.benchmarks.profiling.AsyncProfiler.SampledStack;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The share of a cost in the processor time. */
record CostShare(String name, double percent) {

    /** What no named cost covers. */
    static final String OTHER = "other";

    /** A named cost: the time in frames whose name a pattern finds, except in frames of another cost that they called. */
    record Cost(String name, Pattern frames) {

        static Cost of(String name, String frames) {
            return new Cost(name, Pattern.compile(frames));
        }
    }

    /** Divides the time of stacks among costs, and returns the shares, largest first. */
    static List<CostShare> of(List<SampledStack> stacks, List<Cost> costs) {
        Map<String, Long> samples = new HashMap<>();
        stacks.forEach(stack -> samples.merge(cost(stack, costs), stack.samples(), Long::sum));
        double all = stacks.stream().mapToLong(SampledStack::samples).sum();
        return samples.entrySet().stream()
                .map(cost -> new CostShare(cost.getKey(), 100 * cost.getValue() / all))
                .sorted(Comparator.comparing((CostShare share) -> share.name.equals(OTHER))
                        .thenComparing(CostShare::percent, Comparator.reverseOrder()))
                .toList();
    }

    /** Returns the cost of the innermost frame that belongs to one. */
    private static String cost(SampledStack stack, List<Cost> costs) {
        List<String> frames = stack.frames();
        return IntStream.range(0, frames.size())
                .mapToObj(i -> frames.get(frames.size() - 1 - i))
                .map(frame -> costs.stream()
                        .filter(cost -> cost.frames().matcher(frame).find())
                        .findFirst())
                .flatMap(Optional::stream)
                .map(Cost::name)
                .findFirst()
                .orElse(OTHER);
    }
}
