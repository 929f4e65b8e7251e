/** Bounds on memory, on concurrent reads, and on the events of each client. */
package io.github.viewtally.api.limits;
