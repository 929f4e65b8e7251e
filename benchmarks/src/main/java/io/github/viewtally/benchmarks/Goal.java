package io.github.viewtally.benchmarks;

/**
 * What a figure should reach.
 *
 * @param floor the least that is good enough
 * @param stretch what would be very good
 * @param higherIsBetter whether a figure should be at least, or at most, these
 */
public record Goal(double floor, double stretch, boolean higherIsBetter) {

    public static Goal atLeast(double floor, double stretch) {
        return new Goal(floor, stretch, true);
    }

    public static Goal atMost(double floor, double stretch) {
        return new Goal(floor, stretch, false);
    }

    /** How far a figure has come, in a word. */
    public String verdict(double figure) {
        if (reaches(figure, stretch)) {
            return "stretch";
        }
        return reaches(figure, floor) ? "floor" : "**below**";
    }

    private boolean reaches(double figure, double mark) {
        return higherIsBetter ? figure >= mark : figure <= mark;
    }

    String floorText() {
        return text(floor);
    }

    String stretchText() {
        return text(stretch);
    }

    private String text(double mark) {
        return (higherIsBetter ? "≥ " : "≤ ") + Numbers.text(mark);
    }
}
