package io.github.viewtally.testsupport.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes by the rules of "DynamoDB item sizes and formats" in the DynamoDB guide. */
class ItemSizesTest {

    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "42, 2",
        "420, 2",
        "123, 3",
        "-123, 3",
        "0, 1",
        "1000000, 2",
        "0.00012, 2",
        "1.500, 2",
        "105, 3",
        "1.2345E7, 4",
        "12345678901234567890123456789012345678, 20"
    })
    void aNumberTakesAByteForTwoSignificantDigitsAndOneMore(String number, int bytes) {
        assertThat(size("{'n': {'N': '" + number + "'}}") - 1).isEqualTo(bytes);
    }

    @Test
    void aStringTakesItsUtf8BytesAndThoseOfItsName() {
        assertThat(size("{'name': {'S': 'abc'}}")).isEqualTo(4 + 3);
        assertThat(size("{'ä': {'S': 'ä€'}}")).isEqualTo(2 + 2 + 3);
        assertThat(size("{'n': {'S': '\\uD83D\\uDE00'}}")).isEqualTo(1 + 4);
        assertThat(size("{'n': {'S': ''}}")).isEqualTo(1);
    }

    @Test
    void aBinaryTakesItsRawBytes() {
        assertThat(size("{'b': {'B': 'YWJj'}}")).isEqualTo(1 + 3);
        assertThat(size("{'b': {'B': 'YWI='}}")).isEqualTo(1 + 2);
        assertThat(size("{'b': {'B': 'YQ=='}}")).isEqualTo(1 + 1);
    }

    @Test
    void nullAndBooleanTakeOneByte() {
        assertThat(size("{'b': {'BOOL': true}}")).isEqualTo(1 + 1);
        assertThat(size("{'b': {'NULL': true}}")).isEqualTo(1 + 1);
    }

    @Test
    void aDocumentTakesThreeBytesAndOneForEachElement() {
        assertThat(size("{'l': {'L': []}}")).isEqualTo(1 + 3);
        assertThat(size("{'l': {'L': [{'S': 'ab'}, {'N': '7'}]}}")).isEqualTo(1 + 3 + 1 + 2 + 1 + 2);
        assertThat(size("{'m': {'M': {}}}")).isEqualTo(1 + 3);
        assertThat(size("{'m': {'M': {'key': {'S': 'ab'}}}}")).isEqualTo(1 + 3 + 1 + 3 + 2);
    }

    @Test
    void aSetTakesItsElements() {
        assertThat(size("{'s': {'SS': ['ab', 'c']}}")).isEqualTo(1 + 3);
        assertThat(size("{'s': {'NS': ['12', '345']}}")).isEqualTo(1 + 2 + 3);
    }

    @Test
    void anItemIsTheSumOfItsAttributes() {
        assertThat(size("{}")).isZero();
        assertThat(size("{'PK': {'S': 'USER#1'}, 'SK': {'S': 'SUMMARY'}, 'views': {'N': '42'}}"))
                .isEqualTo(2 + 6 + 2 + 7 + 5 + 2);
    }

    private static int size(String json) {
        return ItemSizes.bytes(new JsonObject(json.replace('\'', '"')));
    }
}
