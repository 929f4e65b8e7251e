/** Reads the CloudFormation templates of this module and packages them for a deployment. */
package io.github.viewtally.infrastructure;
