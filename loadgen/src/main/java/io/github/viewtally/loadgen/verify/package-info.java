/** Verifies that the API counts each acknowledged event once, and measures how soon. */
package io.github.viewtally.loadgen.verify;
