package io.github.viewtally.aggregators.commit;

/** The metrics of one invocation. */
public final class InvocationMetrics {

    private final double[] sums = new double[Metric.values().length];

    public void add(Metric metric, double amount) {
        sums[metric.ordinal()] += amount;
    }

    public double of(Metric metric) {
        return sums[metric.ordinal()];
    }
}
