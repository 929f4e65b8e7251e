package io.github.viewtally.benchmarks.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlameGraphSvgTest {

    private final String svg = FlameGraphSvg.draw(
            Frame.of(CostShareTest.stacks(
                    "java/lang/Thread.run;io/netty/Loop.run;io/github/viewtally/Api.handle<T> 600",
                    "java/lang/Thread.run;io/netty/Loop.run;tcp_sendmsg_[k] 399",
                    "java/lang/Thread.run;rare 1")),
            "A & B");

    @Test
    void theWidthOfAFrameIsItsShare() {
        assertThat(svg)
                .contains("<title>Api.handle&lt;T&gt; 60.0 %</title><rect x=\"0.0\" y=\"44\" width=\"719.7\"")
                .contains("<title>tcp_sendmsg_[k] 39.9 %</title><rect x=\"720.0\" y=\"44\" width=\"478.5\"")
                .contains("<title>Loop.run 99.9 %</title><rect x=\"0.0\" y=\"59\"")
                .contains("<title>all 100.0 %</title>")
                .contains(">A &amp; B</text>");
    }

    @Test
    void theColourTellsWhoseCodeItIs() {
        assertThat(fillOf("Api.handle")).isEqualTo("#6ea8e0");
        assertThat(fillOf("Loop.run")).isEqualTo("#8cc28c");
        assertThat(fillOf("tcp_sendmsg")).isEqualTo("#e08a5b");
        assertThat(fillOf("Thread.run")).isEqualTo("#c9c19a");
    }

    @Test
    void leavesOutWhatIsTooNarrowToSee() {
        assertThat(svg).doesNotContain("rare");
    }

    @Test
    void leavesOutAFrameThatOnlyCallsAnotherOneOfItsColour() {
        String chain = FlameGraphSvg.draw(
                Frame.of(CostShareTest.stacks(
                        "io/netty/A.a;io/netty/B.b;io/vertx/C.c;java/D.d 97",
                        "io/netty/A.a;io/netty/B.b;io/vertx/C.c;java/E.e 97",
                        "io/netty/A.a 6")),
                "chain");
        assertThat(chain)
                .doesNotContain("A.a", "B.b")
                .contains("<title>C.c 100.0 %</title>", "<title>D.d 48.5 %</title>", "<title>E.e 48.5 %</title>");
    }

    private String fillOf(String frame) {
        String rest = svg.substring(svg.indexOf("<title>" + frame));
        return rest.substring(rest.indexOf("fill=\"") + 6).substring(0, 7);
    }
}
