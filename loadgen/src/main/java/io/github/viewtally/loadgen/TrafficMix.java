package io.github.viewtally.loadgen;

/**
 * What the traffic consists of: users {@code 0..users-1} and videos {@code 0..videos-1}, and the fraction (0 to 1) of
 * events that delete an earlier one.
 */
record TrafficMix(int users, int videos, double deletes) {
    TrafficMix {
        if (users < 1 || videos < 1) {
            throw new IllegalArgumentException("there must be at least one user and one video");
        }
        if (!(deletes >= 0 && deletes <= 1)) {
            throw new IllegalArgumentException("the fraction of deletes must be between 0 and 1");
        }
    }
}
