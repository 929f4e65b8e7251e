package io.github.viewtally.local.chaos;

import io.github.viewtally.local.chaos.VirtualShards.CapturedRecord;
import io.github.viewtally.local.chaos.VirtualShards.Shard;
import io.github.viewtally.local.mapping.Invocation;
import io.github.viewtally.local.mapping.Invocation.DeliveredRecord;
import io.github.viewtally.local.mapping.Invocation.FunctionResponse;
import io.github.viewtally.local.mapping.RecordFilter;
import io.github.viewtally.local.mapping.ShardDelivery;
import io.github.viewtally.local.stack.MappingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The delivery of one virtual shard to one mapping, with a simulated clock. */
final class Consumer {

    private final MappingSettings settings;
    private final Shard shard;
    private final List<DeliveredRecord> matching;
    private ShardDelivery delivery;
    private int offered;
    private int furthest;
    private Instant now = Instant.now();

    Consumer(MappingSettings settings, RecordFilter filter, Shard shard) {
        this.settings = settings;
        this.shard = shard;
        this.matching = shard.records().stream()
                .map(CapturedRecord::delivered)
                .filter(record -> filter.passes(record.json()))
                .toList();
        this.delivery = new ShardDelivery(settings, shard.id());
    }

    MappingSettings settings() {
        return settings;
    }

    Shard shard() {
        return shard;
    }

    /** Whether every record has been processed. */
    boolean isDone() {
        return offered == matching.size() && delivery.waiting() == 0;
    }

    /** Adds some more records. */
    void offerSome(Random random) {
        int until = Math.min(matching.size(), offered + 1 + random.nextInt(20));
        while (offered < until) {
            delivery.offer(matching.get(offered++), now);
        }
    }

    /** Returns the next invocation. Moves the clock forward if necessary. */
    Optional<Invocation> due() {
        Optional<Invocation> due = delivery.due(now);
        if (due.isPresent() || delivery.nextDue().isEmpty()) {
            return due;
        }
        now = now.isBefore(delivery.nextDue().get()) ? delivery.nextDue().get() : now.plus(Duration.ofMillis(1));
        return delivery.due(now);
    }

    void succeeded(Invocation invocation, FunctionResponse response) {
        delivery.succeeded(invocation, response, now);
        furthest = Math.max(furthest, offered - delivery.waiting());
    }

    /** Whether later records will move the checkpoint beyond the records of the next invocation. */
    boolean hasMore() {
        return offered < matching.size();
    }

    /** Delivers these records no more, as Lambda does when they have become too old. */
    void giveUp(Invocation invocation) {
        delivery.succeeded(invocation, FunctionResponse.success(Map.of()), now);
    }

    void failed(Invocation invocation) {
        delivery.failed(invocation, now);
    }

    /** Restarts the mapping at an earlier record, as after a restart without a checkpoint. */
    void restart(Random random) {
        int processed = offered - delivery.waiting();
        delivery = new ShardDelivery(settings, shard.id());
        offered = random.nextInt(processed + 1);
    }

    /** Creates an invocation with some processed records, in another batch. */
    Optional<Invocation> repeat(Random random) {
        if (furthest == 0) {
            return Optional.empty();
        }
        int from = random.nextInt(furthest);
        int to = from + 1 + random.nextInt(furthest - from);
        Instant start = Instant.EPOCH;
        return Optional.of(new Invocation(
                shard.id(), matching.subList(from, to), start, start.plus(settings.tumblingWindow()), Map.of(), false));
    }
}
