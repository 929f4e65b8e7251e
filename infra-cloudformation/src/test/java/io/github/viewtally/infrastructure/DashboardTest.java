package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the dashboards' JSON, because CloudFormation does not. */
class DashboardTest {

    private static final int GRID = 24;

    static List<Stack> stacks() {
        return Stack.ALL;
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void hasWidgetsThatCloudWatchAccepts(Stack stack) {
        String text = String.valueOf(
                Stack.map(stack.properties("Dashboard").get("DashboardBody")).get("Fn::Sub"));
        JsonArray widgets = new JsonObject(text.replaceAll("\\$\\{[^}]+}", "x")).getJsonArray("widgets");
        assertThat(widgets).hasSizeGreaterThan(3);
        for (int i = 0; i < widgets.size(); i++) {
            JsonObject widget = widgets.getJsonObject(i);
            assertThat(widget.getInteger("x") + widget.getInteger("width")).isLessThanOrEqualTo(GRID);
            JsonObject properties = widget.getJsonObject("properties");
            assertThat(properties.fieldNames()).contains("title", "region", "metrics", "period");
            assertMetrics(properties.getJsonArray("metrics"), properties.containsKey("stat"));
        }
    }

    /** A metric has a namespace, a name, pairs of dimensions, and optionally an object with options. */
    private static void assertMetrics(JsonArray metrics, boolean statForAll) {
        assertThat(metrics).isNotEmpty();
        for (int i = 0; i < metrics.size(); i++) {
            JsonArray metric = metrics.getJsonArray(i);
            boolean options = metric.getValue(metric.size() - 1) instanceof JsonObject;
            int names = options ? metric.size() - 1 : metric.size();
            assertThat(names).isGreaterThanOrEqualTo(4).matches(count -> count % 2 == 0, "even");
            assertThat(statForAll || metric.getJsonObject(names).containsKey("stat"))
                    .isTrue();
        }
    }
}
