/** The CloudFormation templates as files of this module, how they are read, and how they are made ready to deploy. */
package io.github.viewtally.infrastructure;
