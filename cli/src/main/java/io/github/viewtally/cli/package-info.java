/** The command {@code viewtally}: bulk import and export. */
package io.github.viewtally.cli;
