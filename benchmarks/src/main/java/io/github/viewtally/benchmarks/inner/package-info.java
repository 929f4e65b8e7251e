/** The inner loops alone, measured by JMH. */
package io.github.viewtally.benchmarks.inner;
