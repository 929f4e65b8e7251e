/** Shows where the processor time of the hot paths goes, as flame graphs. */
package io.github.viewtally.benchmarks.profiling;
