package io.github.viewtally.cli.importing;

import java.util.Optional;

/**
 * A line of an input file.
 *
 * @param number the number of the line, from 1
 * @param text the line without its end; of a line that is too long only the beginning
 * @param problem why the line cannot be a record; empty if it can
 */
record InputLine(long number, String text, Optional<String> problem) {}
