/** The Lambda handlers that the CloudFormation template names. */
package io.github.viewtally.aggregators;
