/** Counts over time. */
package io.github.viewtally.api.stats;
