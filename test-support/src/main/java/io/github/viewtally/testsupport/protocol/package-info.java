/** The JSON of DynamoDB's requests and responses, as far as the proxies change it. */
package io.github.viewtally.testsupport.protocol;
