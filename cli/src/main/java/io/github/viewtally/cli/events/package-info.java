/** Events and totals as lines of a file, and as items of a table. */
package io.github.viewtally.cli.events;
