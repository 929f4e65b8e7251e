/** The layout of the DynamoDB table: names, key formats, and the conversion between records and items. */
package io.github.viewtally.model.table;
