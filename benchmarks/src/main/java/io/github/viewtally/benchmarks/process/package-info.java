/** The processes of the measurements, and the connections to them. */
package io.github.viewtally.benchmarks.process;
