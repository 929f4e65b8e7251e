package io.github.viewtally.benchmarks.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordBatchTest {

    private final RecordBatch batch = RecordBatch.of(SampleTraffic.FEW.batch(0, 3));

    @Test
    void numbersGiveEachRecordItsOwnIdAndPlace() {
        List<DynamodbStreamRecord> records =
                HandlerInvoker.read(batch.numberedFrom(999)).getRecords();
        assertThat(records)
                .extracting(record -> record.getDynamodb().getSequenceNumber())
                .containsExactly("1111111111111000000000999", "1111111111111000000001000", "1111111111111000000001001");
        assertThat(records)
                .extracting(DynamodbStreamRecord::getEventID)
                .containsExactly(
                        "c4ca4238a0b923820dcc000000000999",
                        "c4ca4238a0b923820dcc000000001000",
                        "c4ca4238a0b923820dcc000000001001");
    }

    @Test
    void theSameNumbersAreTheSameRecords() {
        String first = new String(batch.numberedFrom(5), StandardCharsets.UTF_8);
        batch.numberedFrom(8);
        assertThat(new String(batch.numberedFrom(5), StandardCharsets.UTF_8)).isEqualTo(first);
    }
}
