/** Reads events from files or a table and posts them to the API. */
package io.github.viewtally.cli.importing;
