/** Shared test code: the API under test, its contract, raw connections and sample data. */
package io.github.viewtally.api.testing;
