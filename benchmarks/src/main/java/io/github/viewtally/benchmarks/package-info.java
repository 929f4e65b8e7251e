/** Measures each part against a baseline and writes the report. */
package io.github.viewtally.benchmarks;
