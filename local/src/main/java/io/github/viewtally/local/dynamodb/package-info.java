/** DynamoDB Local as a child process, and the table that the template describes. */
package io.github.viewtally.local.dynamodb;
