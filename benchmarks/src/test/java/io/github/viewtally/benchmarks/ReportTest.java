package io.github.viewtally.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final RunSettings SETTINGS = new RunSettings(Duration.ofSeconds(1), 3, Duration.ofSeconds(1), 1);

    @Test
    void addsANewSectionBeforeTheExplanations() {
        String report = Report.markdown(SETTINGS, List.of(), List.of());
        assertThat(Report.withSection(report, "## Peers\n\nnew\n"))
                .contains("\n\n## Peers\n\nnew\n\n## How it is measured\n")
                .hasSize(report.length() + "\n## Peers\n\nnew\n".length());
    }

    @Test
    void replacesOnlyTheSectionWithTheSameHeading() {
        String before = "# A\n\n## Peers of others\n\nx\n\n";
        String after = "\n## How it is measured\n\ny\n";
        assertThat(Report.withSection(before + "## Peers\n\nold\n\n- old\n" + after, "## Peers\n\nnew\n"))
                .isEqualTo(before + "## Peers\n\nnew\n" + after);
    }

    @Test
    void replacesTheLastSection() {
        assertThat(Report.withSection("# A\n\n## Peers\n\nold\n", "## Peers\n\nnew\n"))
                .isEqualTo("# A\n\n## Peers\n\nnew\n");
    }
}
