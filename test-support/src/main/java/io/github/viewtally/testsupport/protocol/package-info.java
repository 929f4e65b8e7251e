/** The parts of DynamoDB's JSON requests and responses that the proxies change. */
package io.github.viewtally.testsupport.protocol;
