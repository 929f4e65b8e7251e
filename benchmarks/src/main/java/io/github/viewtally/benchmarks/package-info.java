/** Measures each part against its limit, variant beside variant, and writes the table of ratios. */
package io.github.viewtally.benchmarks;
