/** How the API speaks to DynamoDB: reads by the SDK, writes over the event loop's own connections. */
package io.github.viewtally.api.dynamodb;
