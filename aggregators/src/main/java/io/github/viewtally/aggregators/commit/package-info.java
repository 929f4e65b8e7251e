/**
 * Commits the changes of a batch exactly once: each transaction writes counters and the shard's checkpoint together. This
 * package knows nothing of ranks.
 */
package io.github.viewtally.aggregators.commit;
