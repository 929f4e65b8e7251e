/** Runs the counting as a Lambda function: batches, settings, priming, logs and metrics. */
package io.github.viewtally.aggregators.lambda;
