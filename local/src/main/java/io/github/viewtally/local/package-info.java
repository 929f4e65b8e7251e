/** Runs the whole system on one machine, as the CloudFormation template describes it. */
package io.github.viewtally.local;
