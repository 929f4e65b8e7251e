package io.github.viewtally.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.SummaryKey;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SiteItemsTest {

    @Test
    void spreadTheShardsOverAllBuckets() {
        Map<SummaryKey, Long> shards = IntStream.range(0, 8_000)
                .mapToObj(i -> SiteItems.bucketOf("shardId-0000000166976" + (1_000_000 + 7_919 * i) + "-"
                        + Integer.toHexString(0x10000000 + 0x9E3779B1 * i)))
                .collect(Collectors.groupingBy(bucket -> bucket, Collectors.counting()));
        assertThat(shards.keySet()).containsExactlyInAnyOrderElementsOf(SiteItems.buckets());
        assertThat(shards.values()).allSatisfy(count -> assertThat(count).isBetween(700L, 1_300L));
    }

    @Test
    void keepTheBucketOfAShardForever() {
        assertThat(SiteItems.bucketOf("shardId-00000001669761000000-3f7a9c01")).isEqualTo(SummaryKey.site(7));
        assertThat(Keys.partition(SummaryKey.site(3))).isEqualTo("SITE#3");
        assertThat(Keys.parsePartition("SITE#3")).contains(SummaryKey.site(3));
    }
}
