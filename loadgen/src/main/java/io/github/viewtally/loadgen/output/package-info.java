/** What the commands print. */
package io.github.viewtally.loadgen.output;
