/** Totals per video and per user. */
package io.github.viewtally.api.summaries;
