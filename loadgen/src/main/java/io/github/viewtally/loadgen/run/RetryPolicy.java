package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How often a request is tried in all, and how long to pause between: from {@code first} on twice as long each time. */
public record RetryPolicy(int tries, Duration first, Duration longest) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30));

    public RetryPolicy {
        requireNonNull(first);
        requireNonNull(longest);
    }

    /** The pause after that many tries: never shorter than the server asked for, unless that is over the longest. */
    Duration pauseAfter(int tried, Duration retryAfter) {
        Duration own = first.multipliedBy(1L << (tried - 1));
        Duration pause = own.compareTo(retryAfter) > 0 ? own : retryAfter;
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
