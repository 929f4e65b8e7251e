/** The API's side of the DynamoDB table: ordered writes, paged reads. */
package io.github.viewtally.api.table;
