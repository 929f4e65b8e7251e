/** DynamoDB on this machine: the child process, and the table as the template describes it. */
package io.github.viewtally.local.dynamodb;
