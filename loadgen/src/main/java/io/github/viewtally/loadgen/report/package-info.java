/** What is told about a run, for people and for machines. */
package io.github.viewtally.loadgen.report;
