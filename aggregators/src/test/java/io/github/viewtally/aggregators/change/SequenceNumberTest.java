package io.github.viewtally.aggregators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

    @Test
    void sortsByValueWhenTheTextsHaveDifferentLengths() {
        assertThat(SequenceNumber.parse("9")).isLessThan(SequenceNumber.parse("10"));
        assertThat(SequenceNumber.parse("999999999999999999999"))
                .isLessThan(SequenceNumber.parse("1000000000000000000000000000000000000000"));
        assertThat(SequenceNumber.parse("7").padded()).hasSize(40);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"-1", "1.5", "1e3", "12345678901234567890123456789012345678901", "١"})
    void rejectsTextThatIsNotASequenceNumber(String text) {
        assertThatThrownBy(() -> SequenceNumber.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
