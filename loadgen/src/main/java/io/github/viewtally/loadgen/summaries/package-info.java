/** Reads the totals of the API and formats them. */
package io.github.viewtally.loadgen.summaries;
