package io.github.viewtally.local.chaos;

import io.github.viewtally.local.mapping.DeliveredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Distributes the records of DynamoDB Local's only shard to several shards by partition key, as DynamoDB does. One of them
 * may split into two child shards.
 */
final class VirtualShards {

    private VirtualShards() {}

    /** A record with the partition key of its item. */
    record PartitionedRecord(String partition, DeliveredRecord record) {}

    /** A shard with the id of its parent, whose records come before its own. */
    record Shard(String id, Optional<String> parent, List<DeliveredRecord> records) {}

    /** Distributes records, in their order. */
    static List<Shard> distribute(Namespace namespace, List<PartitionedRecord> records, Random random) {
        int count = 1 + random.nextInt(4);
        int split = random.nextInt(2) == 0 ? random.nextInt(count) : -1;
        int splitAt = random.nextInt(records.size() + 1);
        Map<String, List<DeliveredRecord>> byShard = new HashMap<>();
        Map<String, Optional<String>> parents = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            PartitionedRecord record = records.get(i);
            int hash = record.partition().hashCode() & 0xFFFF;
            int number = hash % count;
            String id = "shardId-" + namespace.name() + "-" + number;
            Optional<String> parent = Optional.empty();
            if (number == split && i >= splitAt) {
                parent = Optional.of(id);
                id += hash / count % 2 == 0 ? "-left" : "-right";
            }
            parents.put(id, parent);
            byShard.computeIfAbsent(id, none -> new ArrayList<>()).add(record.record());
        }
        List<Shard> shards = new ArrayList<>();
        byShard.forEach((id, these) -> shards.add(new Shard(id, parents.get(id), these)));
        shards.sort((left, right) -> left.id().compareTo(right.id()));
        return shards;
    }
}
