/** Reads stream records as changes of the totals, and sums the changes of a batch per item. */
package io.github.viewtally.aggregators.change;
