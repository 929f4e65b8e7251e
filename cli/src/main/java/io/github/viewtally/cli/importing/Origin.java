package io.github.viewtally.cli.importing;

/**
 * Where a record comes from.
 *
 * @param source the name of the file or of the table
 * @param line the number of the line from 1; 0 in a table
 */
record Origin(String source, long line) {}
