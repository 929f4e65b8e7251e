package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.Samples;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For a missing, unknown or repeated field, the error names the field, and nothing is stored. */
class BadFieldNamesTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesObjectWithoutField(String route, String field) {
        Map<String, String> fields = BadBodyTest.fieldsOf(route);
        fields.remove(field);
        api.post(route, BadBodyTest.object(fields)).isProblem(400, "#/" + field);
    }

    static Stream<Arguments> refusesObjectWithoutField() {
        return BadBodyTest.routes()
                .flatMap(route -> Contract.INSTANCE.requiredFields(route).map(field -> arguments(route, field)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/views", "/votes"})
    void reportsAllMissingFieldsOfAnEmptyObject(String route) {
        String[] pointers = Contract.INSTANCE
                .requiredFields(route)
                .map(field -> "#/" + field)
                .toArray(String[]::new);
        assertThat(pointers).hasSize(3);

        api.post(route, "{}").isProblem(400, pointers);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesFieldGivenTwice(String route, String field) {
        String body = BadBodyTest.object(BadBodyTest.fieldsOf(route));
        String twice = "{\"" + field + "\":" + BadBodyTest.fieldsOf(route).get(field) + "," + body.substring(1);

        api.post(route, twice).isProblem(400, "#/" + field);
    }

    static Stream<Arguments> refusesFieldGivenTwice() {
        return BadBodyTest.routes()
                .flatMap(route -> BadBodyTest.fieldsOf(route).keySet().stream().map(field -> arguments(route, field)));
    }

    @Test
    void refusesARepeatedFieldEvenIfItIsNullFirst() {
        api.post("/views", "{\"duration\":null," + Samples.VIEW.substring(1)).isProblem(400, "#/duration");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/views, speed, #/speed",
        "/views, voteType, #/voteType",
        "/votes, duration, #/duration",
        "/votes, timestamp, #/timestamp",
        "/views, userid, #/userid",
        "/views, USERID, #/USERID",
        "/views, '', #/",
        "/views, a/b~c, #/a~1b~0c",
        "/views, ä b, #/%C3%A4%20b",
        "/views, __proto__, #/__proto__",
        "/views, <script>, #/%3Cscript%3E",
        "/views, \\ud800, #/%3F"
    })
    void refusesUnknownField(String route, String name, String pointer) {
        api.post(route, BadBodyTest.object(BadBodyTest.fieldsOf(route, name, "{\"deep\":[1]}")))
                .isProblem(400, pointer);
    }

    @Test
    void truncatesTheLongNameOfAnUnknownField() {
        api.post("/views", BadBodyTest.object(BadBodyTest.fieldsOf("/views", "n".repeat(1_000), "1")))
                .isProblem(400, "#/" + "n".repeat(64) + "...");
    }
}
