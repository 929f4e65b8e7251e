/** Measures the complete local system under steady traffic. */
package io.github.viewtally.benchmarks.system;
