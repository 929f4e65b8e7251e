/** Pauses between the attempts of a request. */
package io.github.viewtally.cli.retry;
