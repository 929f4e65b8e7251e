/** Measures the cold start of a function: its initialization and its first invocation. */
package io.github.viewtally.benchmarks.coldstart;
