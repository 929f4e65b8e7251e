/** Traces of requests and of their calls to DynamoDB, by OpenTelemetry. Off by default. */
package io.github.viewtally.api.tracing;
