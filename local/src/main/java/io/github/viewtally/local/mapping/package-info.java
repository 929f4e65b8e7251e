/** The event source mapping: stream, filter, batch, function, as Lambda runs it. */
package io.github.viewtally.local.mapping;
