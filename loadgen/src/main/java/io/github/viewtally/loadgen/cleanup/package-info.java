/** Deletes the events of a verified run. */
package io.github.viewtally.loadgen.cleanup;
