package io.github.viewtally.aggregators.audit;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Slows the reads of an audit down to a number of read units per second, and counts them. Used by one thread. */
public final class ReadBudget {

    private final double unitsPerSecond;
    private double spent;
    private long pausedUntilNanos = System.nanoTime();

    /**
     * Creates a budget.
     *
     * @param unitsPerSecond the read units per second; infinity for no limit
     */
    public ReadBudget(double unitsPerSecond) {
        if (!(unitsPerSecond > 0)) {
            throw new IllegalArgumentException("the read units per second must be positive: " + unitsPerSecond);
        }
        this.unitsPerSecond = unitsPerSecond;
    }

    /** What a read must ask DynamoDB to report. */
    ReturnConsumedCapacity reported() {
        return ReturnConsumedCapacity.TOTAL;
    }

    void spend(Collection<ConsumedCapacity> consumed) {
        consumed.forEach(this::spend);
    }

    /** Takes the units of a read, and waits for as long as the budget needs to provide them. */
    void spend(ConsumedCapacity consumed) {
        double units = consumed == null || consumed.capacityUnits() == null ? 0 : consumed.capacityUnits();
        spent += units;
        long now = System.nanoTime();
        pausedUntilNanos =
                Math.max(now, pausedUntilNanos) + (long) (units / unitsPerSecond * TimeUnit.SECONDS.toNanos(1));
        pause(TimeUnit.NANOSECONDS.toMillis(pausedUntilNanos - now));
    }

    /** The read units consumed so far. */
    public double spent() {
        return spent;
    }

    /** Waits; ends the wait at an interrupt, which stays set. */
    void pause(long millis) {
        if (millis <= 0) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
