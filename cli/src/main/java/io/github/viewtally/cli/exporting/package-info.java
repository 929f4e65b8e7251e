/** Writes the events of a table, or the totals of the API, to a file. */
package io.github.viewtally.cli.exporting;
