package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

/**
 * The outcome of sending an event.
 *
 * @param kind the outcome in the report: {@value #ACKNOWLEDGED} or the error, such as {@code 400} or {@code time-out}
 * @param text the outcome in words
 * @param effect the possible effect of the attempts that were not acknowledged
 */
public record EventOutcome(String kind, String text, PossibleEffect effect) {
    static final String ACKNOWLEDGED = "acknowledged";

    /** The possible effect of attempts that were not acknowledged. */
    public enum PossibleEffect {
        /** The event is not stored. */
        NONE,
        /** The event may be stored, but not later: the API has stopped retrying. */
        STORED,
        /** The event may be stored now or later, even after later events with the same key. */
        STORED_LATER;

        PossibleEffect or(PossibleEffect other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    public EventOutcome {
        requireNonNull(kind);
        requireNonNull(text);
        requireNonNull(effect);
    }

    static EventOutcome acknowledged(PossibleEffect effect) {
        return new EventOutcome(ACKNOWLEDGED, ACKNOWLEDGED, effect);
    }

    public boolean isAcknowledged() {
        return kind.equals(ACKNOWLEDGED);
    }

    /** Returns whether the API reports a temporary failure. */
    boolean isUnavailable() {
        return kind.equals("503");
    }

    /** Returns whether it is unknown if the event is stored. */
    public boolean isInDoubt() {
        return !isAcknowledged() && effect != PossibleEffect.NONE;
    }
}
