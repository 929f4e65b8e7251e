/** The whole system on one machine: it runs what the CloudFormation template describes. */
package io.github.viewtally.local;
