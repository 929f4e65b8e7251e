package io.github.viewtally.testsupport.waiting;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits of tests for a condition. A wait ends as soon as its condition holds, so its limit costs time only in a test that
 * fails. It is long, because a slow machine is not an error.
 */
public final class PatientWait {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private PatientWait() {}

    /** A wait of at most three minutes. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }
}
