package io.github.viewtally.benchmarks;

/**
 * The goal of a figure.
 *
 * @param floor the value that is good enough
 * @param stretch the value that is very good
 * @param higherIsBetter whether the figure must be at least these values; otherwise at most
 */
public record Goal(double floor, double stretch, boolean higherIsBetter) {

    public static Goal atLeast(double floor, double stretch) {
        return new Goal(floor, stretch, true);
    }

    public static Goal atMost(double floor, double stretch) {
        return new Goal(floor, stretch, false);
    }

    /** Returns which value a figure reaches, in one word. */
    public String level(double figure) {
        if (reaches(figure, stretch)) {
            return "stretch";
        }
        return reaches(figure, floor) ? "floor" : "**below**";
    }

    private boolean reaches(double figure, double value) {
        return higherIsBetter ? figure >= value : figure <= value;
    }

    String floorText() {
        return text(floor);
    }

    String stretchText() {
        return text(stretch);
    }

    private String text(double value) {
        return (higherIsBetter ? "≥ " : "≤ ") + Numbers.text(value);
    }
}
