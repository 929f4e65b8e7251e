package io.github.viewtally.local.chaos;

import java.util.List;
import java.util.Map;

/**
 * The result of one way to count a history.
 *
 * @param differences one line for each wrong counter and for each false alarm of an audit
 * @param faults the number of injections of each fault
 * @param audited the number of users and videos audited, each as often as it was audited
 * @param repaired the number of summaries and hours repaired
 */
record DeliveryResult(
        List<String> differences, Map<String, Long> faults, int invocations, long audited, long repaired) {}
