/** Tests of the whole API against its contract, with every kind of wrong request and with random ones. */
package io.github.viewtally.api.contract;
