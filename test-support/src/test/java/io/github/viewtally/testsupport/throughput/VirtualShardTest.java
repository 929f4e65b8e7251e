package io.github.viewtally.testsupport.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualShardTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 100})
    void distributesPartitionKeysEvenly(int shards) {
        int[] keys = new int[shards];
        for (int user = 0; user < 1_000 * shards; user++) {
            keys[VirtualShard.numberOf("USER#" + user, shards)]++;
        }
        assertThat(IntStream.of(keys)).allMatch(count -> count > 500 && count < 1_500);
    }

    @Test
    void aKeyStaysInItsShard() {
        assertThat(VirtualShard.numberOf("USER#1", 8)).isEqualTo(VirtualShard.numberOf("USER#" + 1, 8));
    }

    @Test
    void readsItsId() {
        VirtualShard shard = new VirtualShard("shardId-00000001-v2-abc", 12);
        assertThat(VirtualShard.parse(shard.id())).contains(shard);
        assertThat(VirtualShard.parse("shardId-00000001-abc")).isEmpty();
        assertThat(VirtualShard.parse("shardId-00000001-vabc")).isEmpty();
    }
}
