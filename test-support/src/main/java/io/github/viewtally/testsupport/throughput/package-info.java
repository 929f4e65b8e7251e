/** A proxy in front of DynamoDB Local that has DynamoDB's limits of throughput, which DynamoDB Local lacks. */
package io.github.viewtally.testsupport.throughput;
