package io.github.viewtally.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.local.monitoring.PromQuery.Condition;
import io.github.viewtally.local.monitoring.PromQuery.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of queries finds what a scrape does not have. */
class PromQueryTest {

    private static final ExposedMetrics EXPOSED = new ExposedMetrics(
            """
            # HELP calls_total Calls
            calls_total{operation="Query",outcome="success"} 3.0
            calls_total{operation="Query",outcome="failed"} 0.0
            connections 2.0
            """);

    @Test
    void readsMetricsConditionsAndGrouping() {
        PromQuery query = PromQuery.parse(
                "sum by (job, le) (rate(a_bucket{job=\"x\", route=~\"/{id}|b\"}[5m])) > 0.5 or b{c!=\"d\"}");

        assertThat(query.grouping()).containsExactly("job", "le");
        assertThat(query.selectors())
                .containsExactly(
                        new Selector(
                                "a_bucket",
                                List.of(new Condition("job", "=", "x"), new Condition("route", "=~", "/{id}|b"))),
                        new Selector("b", List.of(new Condition("c", "!=", "d"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (operation) (rate(calls_total{job=\"x\", outcome=\"failed\"}[5m])) > 0",
                "calls_total{outcome=~\"success|fail.*\"} or connections{instance=~\"$instance\"}",
                "up{job=\"x\"} == 0"
            })
    void acceptsWhatIsExposed(String query) {
        assertThatCode(() -> EXPOSED.haveAll(PromQuery.parse(query))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(call_total{job=\"x\"}[5m])",
                "calls_total{outcomes=\"failed\"}",
                "calls_total{outcome=\"fail\"}",
                "calls_total{outcome=~\"failed|refused\"}",
                "sum by (outcome) (connections{job=\"x\"})",
                "calls_total > 0",
                "up{port=\"1\"}"
            })
    void refusesWhatIsNotExposed(String query) {
        assertThatThrownBy(() -> EXPOSED.haveAll(PromQuery.parse(query))).isInstanceOf(AssertionError.class);
    }
}
