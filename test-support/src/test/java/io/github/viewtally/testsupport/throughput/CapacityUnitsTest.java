package io.github.viewtally.testsupport.throughput;

import static io.github.viewtally.testsupport.throughput.CapacityUnits.Consistency.EVENTUAL;
import static io.github.viewtally.testsupport.throughput.CapacityUnits.Consistency.STRONG;
import static io.github.viewtally.testsupport.throughput.CapacityUnits.Consistency.TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of "DynamoDB read and write operations" in the DynamoDB guide, and the borders between units. */
class CapacityUnitsTest {

    private static final int KB = 1_024;

    @ParameterizedTest
    @CsvSource({"0.001, 1", "0.5, 1", "1, 1", "1.001, 2", "1.5, 2", "2, 2", "400, 400"})
    void aWriteTakesAUnitForEachStartedKilobyteAndTwoInATransaction(double kilobytes, double units) {
        int bytes = (int) Math.ceil(kilobytes * KB);
        assertThat(CapacityUnits.write(bytes, false)).isEqualTo(units);
        assertThat(CapacityUnits.write(bytes, true)).isEqualTo(2 * units);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "3.418, 1", "3.5, 1", "4, 1", "4.001, 2", "8, 2", "10, 3"})
    void aReadTakesAUnitForEachStartedFourKilobytes(double kilobytes, double units) {
        int bytes = (int) Math.ceil(kilobytes * KB);
        assertThat(CapacityUnits.read(bytes, STRONG)).isEqualTo(units);
        assertThat(CapacityUnits.read(bytes, EVENTUAL)).isEqualTo(units / 2);
        assertThat(CapacityUnits.read(bytes, TRANSACTIONAL)).isEqualTo(2 * units);
    }
}
