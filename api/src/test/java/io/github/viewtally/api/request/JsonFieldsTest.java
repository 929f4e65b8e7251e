package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.viewtally.api.problem.Problem.InputError;
import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    @Test
    void readsTextAndNumber() {
        JsonFields fields = parse("{'name':'a','count':7}");

        assertThat(fields.<String>text("name", Optional::of, "rule")).isEqualTo("a");
        assertThat(fields.integer("count", 0, 10)).isEqualTo(7);
        assertThatCode(fields::check).doesNotThrowAnyException();
    }

    @Test
    void parsesTextByItsRule() {
        int length = parse("{'name':'abc'}").text("name", text -> Optional.of(text.length()), "rule");

        assertThat(length).isEqualTo(3);
    }

    @Test
    void readsAMissingOptionalTextAsNull() {
        JsonFields fields = parse("{}");

        assertThat(fields.<String>optionalText("name", Optional::of, "rule")).isNull();
        assertThatCode(fields::check).doesNotThrowAnyException();
    }

    @Test
    void reportsTheRuleOfAnInvalidText() {
        JsonFields fields = parse("{'name':'a'}");

        assertThat(fields.<String>text("name", text -> Optional.empty(), "must be b"))
                .isNull();
        refused(fields::check, new InputError("#/name", "must be b"));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"null", "1", "1.5", "1e99999999999", "true", "[]", "{}", "['a']", "{'name':'a'}"})
    void refusesTextOfAnotherType(String value) {
        JsonFields required = parse("{'name':" + value + "}");
        JsonFields optional = parse("{'name':" + value + "}");

        assertThat(required.<String>text("name", Optional::of, "rule")).isNull();
        assertThat(optional.<String>optionalText("name", Optional::of, "rule")).isNull();

        refused(required::check, new InputError("#/name", "must be a string"));
        refused(optional::check, new InputError("#/name", "must be a string"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({"-3, -3", "10, 10", "0, 0", "-0, 0", "1.0, 1", "1e1, 10", "100e-1, 10", "0e-400, 0"})
    void readsAnyNotationOfAWholeNumber(String written, long value) {
        JsonFields fields = parse("{'count':" + written + "}");

        assertThat(fields.integer("count", -3, 10)).isEqualTo(value);
        assertThatCode(fields::check).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "-4",
                "11",
                "1.5",
                "-0.5",
                "1e2",
                "1e-2",
                "1e400",
                "1e99999999999",
                "18446744073709551617",
                "null",
                "true",
                "'7'",
                "[7]",
                "{}"
            })
    void refusesNumberOutOfBounds(String value) {
        JsonFields fields = parse("{'count':" + value + "}");

        fields.integer("count", -3, 10);

        refused(fields::check, new InputError("#/count", "must be a whole number from -3 to 10"));
    }

    @Test
    void collectsErrorsInReadingOrder() {
        JsonFields fields = parse("{'other':1,'name':2,'name':'a'}");

        fields.text("name", Optional::of, "rule");
        fields.integer("count", 0, 1);

        refused(
                fields::check,
                new InputError("#/other", "is not a field of this request"),
                new InputError("#/name", "is given twice"),
                new InputError("#/count", "is missing"));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", " ", "[]", "1", "'a'", "null", "]"})
    void refusesBodyThatIsNotAnObject(String body) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse(body))
                .satisfies(refusal -> assertThat(refusal.problem().errors())
                        .extracting(InputError::pointer)
                        .containsExactly("#"));
    }

    @Test
    void refusesRequestWithoutBody() {
        refused(() -> JsonFields.parse(null), new InputError("#", "must be a JSON object"));
    }

    @Test
    void reportsTheLocationOfASyntaxError() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse("{'name':\n  x}"))
                .satisfies(
                        refusal -> assertThat(refusal.problem().errors().get(0).detail())
                                .matches("is not valid JSON at line 2, column [0-9]+"));
    }

    private static JsonFields parse(String json) {
        return JsonFields.parse(Buffer.buffer(json.replace('\'', '"')));
    }

    private static void refused(ThrowingCallable action, InputError... faults) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action)
                .satisfies(refusal -> assertThat(refusal.problem().errors()).containsExactly(faults));
    }
}
