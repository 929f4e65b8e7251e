/** Stand-ins for AWS Lambda: its runtime API and the batches of a stream. */
package io.github.viewtally.testsupport.lambda;
