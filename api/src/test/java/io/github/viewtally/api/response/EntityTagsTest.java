package io.github.viewtally.api.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag in these tests is {@code "a,b"}: a tag may contain a comma. */
class EntityTagsTest {

    private static final String TAG = "\"a,b\"";

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "\"a,b\"",
                "W/\"a,b\"",
                " \"a,b\" ",
                "*",
                " * ",
                "\"x\", \"a,b\"",
                "\"x\",\"a,b\",\"y\"",
                "W/\"x\" ,\t W/\"a,b\"",
                ", ,\"x\",, \"a,b\"",
                "\"\", \"a,b\"",
                "\"\u00e9\", \"a,b\"",
                "\"a,b\", nonsense"
            })
    void matches(String ifNoneMatch) {
        assertThat(EntityTags.anyMatches(List.of(ifNoneMatch), TAG)).isTrue();
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "",
                " ",
                "\"\"",
                "a,b",
                "\"a\"",
                "\"a,b",
                "a,b\"",
                "\"a\", \"b\"",
                "'a,b'",
                "w/\"a,b\"",
                "W/ \"a,b\"",
                "\"A,B\"",
                "\"a,b \"",
                "nonsense, \"a,b\"",
                "\"x\" nonsense, \"a,b\"",
                "\"x\"*",
                "**"
            })
    void doesNotMatch(String ifNoneMatch) {
        assertThat(EntityTags.anyMatches(List.of(ifNoneMatch), TAG)).isFalse();
    }

    @Test
    void matchesInAnyOfSeveralHeaders() {
        assertThat(EntityTags.anyMatches(List.of("\"x\"", "\"y\", " + TAG), TAG))
                .isTrue();
        assertThat(EntityTags.anyMatches(List.of("nonsense", TAG), TAG)).isTrue();
        assertThat(EntityTags.anyMatches(List.of("\"x\"", "\"y\""), TAG)).isFalse();
    }

    @Test
    void readsLongValueInLinearTime() {
        String many = "\"x\", ".repeat(100_000) + "nonsense";

        assertThat(EntityTags.anyMatches(List.of(many, " ".repeat(500_000), "\"".repeat(500_000)), TAG))
                .isFalse();
    }

    @Test
    void computesATagFromBytesAndRepresentation() {
        byte[] body = "{}".getBytes(UTF_8);

        assertThat(EntityTags.of(body, "")).isEqualTo("\"RBNvo1WzZ4oRRq0W9-hkng\"");
        assertThat(EntityTags.of(body, "-gzip")).isEqualTo("\"RBNvo1WzZ4oRRq0W9-hkng-gzip\"");
        assertThat(EntityTags.of("{ }".getBytes(UTF_8), "")).isNotEqualTo(EntityTags.of(body, ""));
    }
}
