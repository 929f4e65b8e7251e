package io.github.viewtally.aggregators.commit;

/** The metrics of one invocation. Not thread-safe. */
public final class InvocationMetrics {

    private final double[] sums = new double[Metric.values().length];

    public void add(Metric metric, double amount) {
        sums[metric.ordinal()] += amount;
    }

    /** Returns the sum of all amounts of a metric; zero if there are none. */
    public double of(Metric metric) {
        return sums[metric.ordinal()];
    }
}
