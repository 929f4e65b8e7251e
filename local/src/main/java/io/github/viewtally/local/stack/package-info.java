/** Reading of the CloudFormation template: table, filters, batch settings and functions, from the one place. */
package io.github.viewtally.local.stack;
