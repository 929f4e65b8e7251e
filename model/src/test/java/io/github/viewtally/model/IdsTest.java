package io.github.viewtally.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void acceptsEveryAllowedCharacterAndTheMaximumLength() {
        assertThat(Ids.isValid("ABCXYZabcxyz0189._~:@|+=-")).isTrue();
        assertThat(Ids.isValid("x".repeat(128))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a#b", "a/b", "a b", "a,b", "a%b", "\u0000", "a\nb", "ä", "１", "\uD83D\uDE00", "\uD800"})
    void rejectsSeparatorsControlCharactersAndNonAscii(String id) {
        assertThat(Ids.isValid(id)).isFalse();
    }

    @Test
    void rejectsAnIdThatIsTooLong() {
        assertThat(Ids.isValid("x".repeat(129))).isFalse();
    }
}
