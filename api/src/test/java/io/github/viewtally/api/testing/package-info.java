/** What the tests of the API share: the API under test, its contract, raw connections and sample data. */
package io.github.viewtally.api.testing;
