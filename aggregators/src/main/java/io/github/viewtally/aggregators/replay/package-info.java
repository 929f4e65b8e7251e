/** The command that counts batches which Lambda discarded, from the objects in the failure bucket. */
package io.github.viewtally.aggregators.replay;
