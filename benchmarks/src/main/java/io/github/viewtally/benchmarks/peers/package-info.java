/** Compares the aggregators with published ways of counting a stream, by their cost and by their errors. */
package io.github.viewtally.benchmarks.peers;
