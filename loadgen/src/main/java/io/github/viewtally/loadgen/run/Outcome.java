package io.github.viewtally.loadgen.run;

import static java.util.Objects.requireNonNull;

/**
 * What became of an event that was sent.
 *
 * @param kind by what it is counted: {@value #ACKNOWLEDGED} or why not, such as {@code 400} or {@code time-out}
 * @param text the same for people
 * @param trace what its tries may have done beside
 */
public record Outcome(String kind, String text, Trace trace) {
    static final String ACKNOWLEDGED = "acknowledged";

    /** What the tries that were not acknowledged may have done, from the least to the most that has to be reckoned with. */
    public enum Trace {
        /** Nothing. */
        NONE,
        /** The event may be stored, but no longer come to be: the API has said that it stopped trying. */
        DONE,
        /** The event may be stored now, or yet come to be, even after later events with its key. */
        OPEN;

        Trace or(Trace other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    public Outcome {
        requireNonNull(kind);
        requireNonNull(text);
        requireNonNull(trace);
    }

    static Outcome acknowledged(Trace trace) {
        return new Outcome(ACKNOWLEDGED, ACKNOWLEDGED, trace);
    }

    public boolean isAcknowledged() {
        return kind.equals(ACKNOWLEDGED);
    }

    /** Whether the API says that it is worth trying again. */
    boolean isUnavailable() {
        return kind.equals("503");
    }

    /** Whether the event may be stored or not: nobody knows. */
    public boolean isInDoubt() {
        return !isAcknowledged() && trace != Trace.NONE;
    }
}
