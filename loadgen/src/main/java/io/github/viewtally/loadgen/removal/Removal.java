package io.github.viewtally.loadgen.removal;

/**
 * The result of deleting the events of a run.
 *
 * @param deleted the number of events deleted
 * @param totalsLeft the number of users and videos whose totals are not zero
 * @param usersLeft the number of users of whom not everything could be deleted
 */
public record Removal(long deleted, long totalsLeft, long usersLeft) {

    /** Whether nothing is left. */
    public boolean isComplete() {
        return totalsLeft == 0 && usersLeft == 0;
    }
}
