package io.github.viewtally.benchmarks.profiling;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Draws a flame graph. The width of a frame is its share of the processor time; what it called is above it. A frame that
 * does little more than call another one of the same colour is left out.
 */
final class FlameGraphSvg {

    private static final int WIDTH = 1_200;
    private static final int ROW = 15;
    private static final int HEADER = 44;
    private static final double CHARACTER = 6.2;

    /** A narrower frame cannot be seen. */
    private static final double MIN_WIDTH = 2;

    /** The part of a frame's time in one other frame, above which the frame is left out. */
    private static final double PASSED_ON = 0.95;

    /** The colours of frames by name: the first pattern that is found decides. */
    private enum Colour {
        KERNEL("kernel", "#e08a5b", "_\\[k\\]$"),
        OURS("Viewtally", "#6ea8e0", "^io/github/viewtally/"),
        AWS("AWS SDK, Lambda's runtime", "#e6b84d", "^(software/amazon/|com/amazonaws/)"),
        WEB("Vert.x, Netty", "#8cc28c", "^io/(vertx|netty)/"),
        JAVA("other Java", "#c9c19a", "/"),
        NATIVE("JVM, native", "#c9a0b8", "");

        private final String title;
        private final String fill;
        private final Pattern names;

        Colour(String title, String fill, String names) {
            this.title = title;
            this.fill = fill;
            this.names = Pattern.compile(names);
        }

        static Colour of(String name) {
            return List.of(values()).stream()
                    .filter(colour -> colour.names.matcher(name).find())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final StringBuilder svg = new StringBuilder();
    private final long samples;
    private final int height;

    private FlameGraphSvg(Frame root) {
        samples = root.samples();
        height = HEADER + ROW * depth(root);
    }

    /** Returns the picture. */
    static String draw(Frame root, String title) {
        FlameGraphSvg graph = new FlameGraphSvg(root);
        graph.start(title);
        graph.draw(root, 0, graph.height - ROW);
        return graph.svg.append("</svg>\n").toString();
    }

    private void start(String title) {
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"monospace\" font-size=\"10\">%n",
                WIDTH, height);
        append("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n");
        append("<text x=\"4\" y=\"16\" font-size=\"14\">%s</text>%n", escape(title));
        int x = 4;
        for (Colour colour : Colour.values()) {
            append("<rect x=\"%d\" y=\"24\" width=\"12\" height=\"12\" fill=\"%s\"/>", x, colour.fill);
            append("<text x=\"%d\" y=\"34\">%s</text>%n", x + 16, escape(colour.title));
            x += 30 + (int) (colour.title.length() * CHARACTER);
        }
    }

    private int depth(Frame frame) {
        return width(frame) < MIN_WIDTH
                ? 0
                : 1 + shown(frame).calls().stream().mapToInt(this::depth).max().orElse(0);
    }

    /** Returns the frame itself, or the one that it only calls. */
    private static Frame shown(Frame frame) {
        return frame.calls().stream()
                .filter(call -> call.samples() >= PASSED_ON * frame.samples()
                        && Colour.of(call.name()) == Colour.of(frame.name()))
                .findFirst()
                .map(FlameGraphSvg::shown)
                .orElse(frame);
    }

    private double width(Frame frame) {
        return (double) WIDTH * frame.samples() / samples;
    }

    private void draw(Frame called, double x, int y) {
        Frame frame = shown(called);
        double width = width(called);
        if (width < MIN_WIDTH) {
            return;
        }
        String name = shortName(frame.name());
        append(
                "<g><title>%s %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                escape(name),
                100.0 * called.samples() / samples,
                x,
                y,
                width - 0.3,
                ROW - 1,
                Colour.of(frame.name()).fill);
        int characters = (int) ((width - 4) / CHARACTER);
        if (characters >= 3) {
            String text = name.length() <= characters ? name : name.substring(0, characters - 1) + "…";
            append("<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, y + ROW - 4, escape(text));
        }
        append("</g>%n");
        double next = x;
        for (Frame call : frame.calls()) {
            draw(call, next, y - ROW);
            next += width(call);
        }
    }

    /** Leaves the package out. */
    private static String shortName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void append(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
