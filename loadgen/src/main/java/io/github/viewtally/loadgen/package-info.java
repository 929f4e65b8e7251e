/** The command line: {@code loadgen run} and {@code loadgen watch}. */
package io.github.viewtally.loadgen;
