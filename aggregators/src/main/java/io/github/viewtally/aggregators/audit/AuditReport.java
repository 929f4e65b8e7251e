package io.github.viewtally.aggregators.audit;

import java.util.List;

/**
 * The result of an audit.
 *
 * @param subjects the number of users and videos
 * @param events the number of events read, each as often as it was read
 * @param findings what was wrong
 */
public record AuditReport(long subjects, long events, List<Finding> findings) {}
