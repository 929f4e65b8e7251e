package io.github.viewtally.local.chaos;

import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Distributes the records of DynamoDB Local's only shard to several shards by partition key, as DynamoDB does. One of them
 * may split into two child shards.
 */
final class VirtualShards {

    private VirtualShards() {}

    /** A record as the stream returns it and as Lambda delivers it. */
    record CapturedRecord(Record record, DeliveredRecord delivered) {

        private String partition() {
            return record.dynamodb().keys().get(Keys.PK).s();
        }
    }

    /** A shard with the id of its parent, whose records come before its own. */
    record Shard(String id, Optional<String> parent, List<CapturedRecord> records) {}

    /** Distributes records, in their order. */
    static List<Shard> distribute(Namespace namespace, List<CapturedRecord> records, Random random) {
        int count = 1 + random.nextInt(4);
        int split = random.nextInt(2) == 0 ? random.nextInt(count) : -1;
        int splitAt = random.nextInt(records.size() + 1);
        Map<String, List<CapturedRecord>> byShard = new HashMap<>();
        Map<String, Optional<String>> parents = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            CapturedRecord record = records.get(i);
            int hash = record.partition().hashCode() & 0xFFFF;
            int number = hash % count;
            String id = "shardId-" + namespace.name() + "-" + number;
            Optional<String> parent = Optional.empty();
            if (number == split && i >= splitAt) {
                parent = Optional.of(id);
                id += hash / count % 2 == 0 ? "-left" : "-right";
            }
            parents.put(id, parent);
            byShard.computeIfAbsent(id, none -> new ArrayList<>()).add(record);
        }
        List<Shard> shards = new ArrayList<>();
        byShard.forEach((id, these) -> shards.add(new Shard(id, parents.get(id), these)));
        shards.sort((left, right) -> left.id().compareTo(right.id()));
        return shards;
    }
}
