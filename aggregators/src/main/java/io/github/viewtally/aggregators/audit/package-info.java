/**
 * Compares summaries and hours with the events in the table, while events are written and counted, and repairs what
 * differs. {@link io.github.viewtally.aggregators.audit.Auditor} explains why this is exact.
 */
package io.github.viewtally.aggregators.audit;
