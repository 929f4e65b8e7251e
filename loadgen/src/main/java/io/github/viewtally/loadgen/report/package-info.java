/** The reports and the progress of a run. */
package io.github.viewtally.loadgen.report;
