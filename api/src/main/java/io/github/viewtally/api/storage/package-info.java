/** The table: events are written to it and read from it, summaries are read from it. Knows nothing of HTTP responses. */
package io.github.viewtally.api.storage;
