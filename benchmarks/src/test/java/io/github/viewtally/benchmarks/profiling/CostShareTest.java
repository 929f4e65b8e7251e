package io.github.viewtally.benchmarks.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.benchmarks.profiling.AsyncProfiler.SampledStack;
import io.github.viewtally.benchmarks.profiling.CostShare.Cost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostShareTest {

    private static final List<Cost> COSTS =
            List.of(Cost.of("parsing", "Parser|Reader"), Cost.of("sending", "^Socket\\.send$"));

    @Test
    void aSampleBelongsToTheInnermostCost() {
        List<SampledStack> stacks =
                stacks("main;Parser.parse;Reader.read 50", "main;Parser.parse;Socket.send;libc 30", "main;x 20");
        assertThat(CostShare.of(stacks, COSTS))
                .containsExactly(
                        new CostShare("parsing", 50), new CostShare("sending", 30), new CostShare("other", 20));
    }

    @Test
    void theRestIsLastAlthoughItIsLargest() {
        assertThat(CostShare.of(stacks("a 60", "Socket.send 10", "Reader 30"), COSTS))
                .extracting(CostShare::name)
                .containsExactly("parsing", "sending", "other");
    }

    @Test
    void theAddressOfALambdaIsNotPartOfItsName() {
        assertThat(SampledStack.parse("a/B$$Lambda.0x00007f12a.run;a/B$$Lambda$14/0x123.run;c d 7"))
                .isEqualTo(new SampledStack(List.of("a/B$$Lambda.run", "a/B$$Lambda.run", "c d"), 7));
    }

    static List<SampledStack> stacks(String... lines) {
        return Stream.of(lines).map(SampledStack::parse).toList();
    }
}
