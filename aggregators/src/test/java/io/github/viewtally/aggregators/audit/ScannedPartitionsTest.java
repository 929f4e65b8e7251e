package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.model.table.EventItems;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ScannedPartitionsTest {

    private static final Map<String, AttributeValue> LAST_PAGE = Map.of();

    private final ScannedPartitions partitions = new ScannedPartitions(10_000);

    @Test
    void tellWhenThePageOfEachPartitionWasConfirmed() {
        for (int page = 0; page < 100; page++) {
            Set<String> some = new HashSet<>();
            for (int user = 0; user < 100; user++) {
                some.add("USER#" + page + "." + user);
            }
            partitions.confirm(some, EventItems.key("VIDEO#" + page, "SUMMARY"), page);
        }
        for (int page = 0; page < 100; page++) {
            for (int user = 0; user < 100; user++) {
                assertThat(partitions.confirmedNanos("USER#" + page + "." + user, "VIDEO#v#VOTE"))
                        .hasValue(page);
            }
        }
        assertThat(partitions.confirmedNanos("USER#100.0", "VIDEO#v#VOTE")).isEmpty();
    }

    @Test
    void divideAPartitionThatContinuesOnOtherPagesBySortKey() {
        partitions.confirm(Set.of("USER#a", "USER#b"), EventItems.key("USER#b", "VIDEO#f"), 1);
        partitions.confirm(Set.of("USER#b"), EventItems.key("USER#b", "VIDEO#p"), 2);
        partitions.confirm(Set.of("USER#b", "USER#c"), LAST_PAGE, 3);

        assertThat(partitions.confirmedNanos("USER#a", "VIDEO#z")).hasValue(1);
        assertThat(partitions.confirmedNanos("USER#b", "VIDEO#f")).hasValue(1);
        assertThat(partitions.confirmedNanos("USER#b", "VIDEO#g")).hasValue(2);
        assertThat(partitions.confirmedNanos("USER#b", "VIDEO#q")).hasValue(3);
        assertThat(partitions.confirmedNanos("USER#c", "VIDEO#a")).hasValue(3);
    }

    @Test
    void haveNoTimeBehindTheEndOfAPartitionThatIsNotContinued() {
        partitions.confirm(Set.of("USER#a"), EventItems.key("USER#a", "VIDEO#f"), 1);
        partitions.confirm(Set.of("USER#b"), LAST_PAGE, 2);

        assertThat(partitions.confirmedNanos("USER#a", "VIDEO#g")).isEmpty();
    }

    @Test
    void refuseMorePartitionsThanFitInMemory() {
        ScannedPartitions small = new ScannedPartitions(2);
        small.confirm(Set.of("USER#a", "USER#b"), LAST_PAGE, 1);

        assertThatThrownBy(() -> small.confirm(Set.of("USER#c"), LAST_PAGE, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than 2 users have events");
    }
}
