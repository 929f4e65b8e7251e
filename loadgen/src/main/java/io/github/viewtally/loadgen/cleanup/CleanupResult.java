package io.github.viewtally.loadgen.cleanup;

/**
 * The result of deleting the events of a run.
 *
 * @param deleted the number of events deleted
 * @param totalsLeft the number of users and videos whose totals are not zero
 * @param usersLeft the number of users with events that could not be deleted
 */
public record CleanupResult(long deleted, long totalsLeft, long usersLeft) {

    /** Returns whether all events are deleted and all totals are zero. */
    public boolean isComplete() {
        return totalsLeft == 0 && usersLeft == 0;
    }
}
