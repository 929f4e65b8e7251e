/**
 * Counting exactly once from a stream that is delivered at least once: the counts of a group of records and the
 * position of their shard move in one transaction.
 */
package io.github.viewtally.aggregators.exactlyonce;
