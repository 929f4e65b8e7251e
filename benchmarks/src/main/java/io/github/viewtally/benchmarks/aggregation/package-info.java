/** The aggregators against the demo's way of counting, and against the bare reading of their batches. */
package io.github.viewtally.benchmarks.aggregation;
