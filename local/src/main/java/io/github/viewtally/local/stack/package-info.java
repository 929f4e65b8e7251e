/** Reads table, filters, batch settings and functions from the CloudFormation template. */
package io.github.viewtally.local.stack;
