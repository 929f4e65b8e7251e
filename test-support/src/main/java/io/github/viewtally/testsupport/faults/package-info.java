/** A proxy in front of DynamoDB that injects faults by a plan. */
package io.github.viewtally.testsupport.faults;
