package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.ApiConfig;
import io.github.viewtally.api.config.Settings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The environment of the container fits the settings that the API reads. */
class ApiStackSettingsTest {

    private static final Stack STACK = Stack.API;

    /** Settings that cannot be changed in this stack. */
    private static final Set<String> FIXED = Set.of("CURSOR_SECRET", "DYNAMODB_ENDPOINT", "HTTP2", "IDLE_SECONDS");

    /** Settings that the stack derives from its resources. */
    private static final Set<String> DERIVED =
            Set.of("AUTH", "HTTP_HOST", "HTTP_PORT", "MANAGEMENT_PORT", "TABLE_NAME");

    @Test
    void setsOnlyVariablesThatTheApiReads() {
        assertThat(ApiContainer.environment()).hasSizeGreaterThan(3).allSatisfy((name, value) -> {
            if (!name.equals("AWS_REGION")) {
                assertThat(variables()).contains(name);
            }
        });
    }

    /** An operator must be able to change a setting without changing the template. */
    @Test
    void hasAParameterForEverySettingThatIsNotFixed() {
        Set<String> wanted = new TreeSet<>(variables());
        wanted.removeAll(FIXED);
        assertThat(ApiContainer.environment().keySet()).containsAll(wanted);
        wanted.removeAll(DERIVED);
        assertThat(wanted).hasSizeGreaterThan(20).allSatisfy(name -> assertThat(
                        String.valueOf(ApiContainer.environment().get(name)))
                .as(name)
                .contains("Ref=" + parameterOf(name)));
    }

    @Test
    void leavesTheDefaultsOfTheSettingsToTheApi() {
        assertThat(variables().stream()
                        .map(ApiStackSettingsTest::parameterOf)
                        .filter(STACK.section("Parameters")::containsKey))
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        name -> assertThat(Stack.map(STACK.section("Parameters").get(name)))
                                .containsEntry("Default", ""));
    }

    @Test
    void startsTheApiWithTheDefaultsOfTheParameters() {
        Map<String, String> resolved = new LinkedHashMap<>();
        ApiContainer.environment()
                .forEach((name, value) -> resolved.put(name, value instanceof String text ? text : ""));
        resolved.putAll(Map.of("AUTH", "off", "TABLE_NAME", "video-stats", "TRUSTED_PROXIES", "10.42.0.0/16"));
        ApiConfig config = ApiConfig.fromEnv(resolved);
        assertThat(config.http().managementPort()).contains(8081);
        assertThat(config.limits())
                .isEqualTo(
                        ApiConfig.fromEnv(Map.of("TABLE_NAME", "video-stats")).limits());
    }

    @Test
    void groupsOnlyExistingParameters() {
        List<Object> groups = Stack.list(Stack.map(STACK.section("Metadata").get("AWS::CloudFormation::Interface"))
                .get("ParameterGroups"));
        assertThat(groups.stream()
                        .flatMap(group -> Stack.list(Stack.map(group).get("Parameters")).stream())
                        .map(String::valueOf))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(STACK.section("Parameters")::containsKey);
    }

    /** All variables that {@code --help} lists. */
    private static Set<String> variables() {
        Settings settings = new Settings(Map.of());
        ApiConfig.read(settings, true);
        Set<String> variables = new TreeSet<>();
        Matcher names = Pattern.compile("(?m)^  ([A-Z][A-Z0-9_]+)").matcher(settings.help());
        while (names.find()) {
            variables.add(names.group(1));
        }
        return variables;
    }

    /** The parameter of {@code MAX_REQUESTS} is {@code MaxRequests}. */
    private static String parameterOf(String variable) {
        return Arrays.stream(variable.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
