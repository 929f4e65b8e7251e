/** The layout of the one DynamoDB table: key formats, and how records become items and items records. */
package io.github.viewtally.model.table;
