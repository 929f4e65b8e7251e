/** The processes that measures run beside them. */
package io.github.viewtally.benchmarks.process;
