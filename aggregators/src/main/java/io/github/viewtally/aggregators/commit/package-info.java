/**
 * Commits the changes of a batch exactly once: each transaction writes counters and the shard's checkpoint together. This
 * package does not depend on ranks.
 */
package io.github.viewtally.aggregators.commit;
