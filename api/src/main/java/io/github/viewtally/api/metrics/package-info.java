/** The metric registry and the histogram bounds that all parts share. */
package io.github.viewtally.api.metrics;
