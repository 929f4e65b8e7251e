/** Sends events at scheduled times and counts their outcomes. */
package io.github.viewtally.loadgen.run;
