/** The output of the commands. */
package io.github.viewtally.loadgen.output;
