/** The Lambda entry points: filtered batches of the table's stream in, exact summaries out. */
package io.github.viewtally.aggregators;
