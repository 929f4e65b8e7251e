/** Microbenchmarks of the inner loops, measured by JMH. */
package io.github.viewtally.benchmarks.micro;
