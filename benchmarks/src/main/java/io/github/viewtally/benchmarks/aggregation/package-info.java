/** Measures the aggregators against the demo's way of counting and against the deserialization of their batches. */
package io.github.viewtally.benchmarks.aggregation;
