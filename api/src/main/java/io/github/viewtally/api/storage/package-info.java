/** Writes events to the table and reads events and summaries from it. It does not depend on the HTTP side of the API. */
package io.github.viewtally.api.storage;
