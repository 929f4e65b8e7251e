package io.github.viewtally.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SpreadItemsTest {

    @Test
    void keepsTheEventsOfAVideoThatIsNotSpreadInItsFirstPartition() {
        assertThat(SpreadItems.indexPartition("v", "u", 1)).isEqualTo("VIDEO#v");
        assertThat(SpreadItems.indexPartitions("v", 1)).containsExactly("VIDEO#v");
    }

    @Test
    void listsTheFirstPartitionAndAllOthers() {
        assertThat(SpreadItems.indexPartitions("v", 4))
                .containsExactly("VIDEO#v", "VIDEO#v#0", "VIDEO#v#1", "VIDEO#v#2", "VIDEO#v#3");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {2, 4, 8, 16, 32, 64})
    void sharesTheUsersOfAVideoEvenly(int partitions) {
        Map<String, Long> users = IntStream.range(0, 64_000)
                .mapToObj(user -> SpreadItems.indexPartition("v", "user" + user, partitions))
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));

        assertThat(SpreadItems.indexPartitions("v", partitions)).containsAll(users.keySet());
        assertThat(users).hasSize(partitions);
        double even = 64_000.0 / partitions;
        assertThat(users.values())
                .allSatisfy(count -> assertThat((double) count).isBetween(0.8 * even, 1.2 * even));
    }

    /** Other programs and later versions must find the same partition. */
    @Test
    void choosesThePartitionByADocumentedHash() {
        assertThat(SpreadItems.indexPartition("v", "", 64)).isEqualTo("VIDEO#v#0");
        assertThat(SpreadItems.indexPartition("v", "\u0001", 64)).isEqualTo("VIDEO#v#55");
    }

    @Test
    void readsWhatItHasWritten() {
        Map<String, AttributeValue> item = SpreadItems.toItem("v", 16);

        assertThat(item).containsAllEntriesOf(SpreadItems.key("v"));
        assertThat(SpreadItems.partitions(Attributes.of(item))).isEqualTo(16);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"2, 2", "64, 64", "65, 1", "0, 1", "-2, 1", "2.5, 1", "1e1, 1", "1000000000000, 1"})
    void takesANumberOutOfRangeForOnePartition(String stored, int partitions) {
        Map<String, AttributeValue> item = Map.of(Keys.PARTITIONS, AttributeValue.fromN(stored));

        assertThat(SpreadItems.partitions(Attributes.of(item))).isEqualTo(partitions);
    }

    @Test
    void takesAMissingItemForOnePartition() {
        assertThat(SpreadItems.partitions(Attributes.of(Map.of()))).isEqualTo(1);
    }

    @Test
    void tellsThePartitionsOfAVideoFromThoseOfOthers() {
        assertThat(Keys.isSpreadPartition("VIDEO#v#3", "v")).isTrue();
        assertThat(Keys.isSpreadPartition("VIDEO#v", "v")).isFalse();
        assertThat(Keys.isSpreadPartition("VIDEO#v#3", "v#3"))
                .as("the first one")
                .isFalse();
        assertThat(Keys.isSpreadPartition("VIDEO#v2#3", "v")).isFalse();
    }
}
