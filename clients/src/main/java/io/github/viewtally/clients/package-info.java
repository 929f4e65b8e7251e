/** An example of the Java client that openapi-generator makes from the contract. */
package io.github.viewtally.clients;
