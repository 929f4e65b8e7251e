/** Keeps the ranks of summaries up to date in the index of the top lists. Counting does not depend on it. */
package io.github.viewtally.aggregators.rank;
