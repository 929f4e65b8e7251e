/** The event source mapping of Lambda on one machine: it reads the stream, filters, batches and invokes functions. */
package io.github.viewtally.local.mapping;
