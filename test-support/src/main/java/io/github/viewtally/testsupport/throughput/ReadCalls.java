package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.protocol.ErrorBodies;
import io.github.viewtally.testsupport.protocol.ErrorBodies.Reason;
import io.github.viewtally.testsupport.protocol.SplitBatch;
import io.github.viewtally.testsupport.throughput.CapacityUnits.Consistency;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Charge;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Reads of items. The size of an item is that of its attributes in the response, so projected reads cost too little. */
final class ReadCalls {

    private final DynamoDbTarget target;
    private final TableSchemas schemas;
    private final ThroughputModel model;

    ReadCalls(DynamoDbTarget target, TableSchemas schemas, ThroughputModel model) {
        this.target = target;
        this.schemas = schemas;
        this.model = model;
    }

    /** GetItem. */
    Future<ProxiedResponse> get(ProxiedCall call, JsonObject body) {
        return single(
                call,
                body,
                table -> PlannedRead.of(table.resource(), table.key().partitionOf(body.getJsonObject("Key")), body),
                response -> ItemSizes.bytes(response.getJsonObject("Item", new JsonObject())));
    }

    /** Query of a table or an index. */
    Future<ProxiedResponse> query(ProxiedCall call, JsonObject body) {
        return single(call, body, table -> PlannedRead.ofQuery(table, body), PlannedRead::bytesOf);
    }

    private interface Planning {
        PlannedRead plan(TableSchema table);
    }

    private Future<ProxiedResponse> single(
            ProxiedCall call, JsonObject body, Planning planning, ToIntFunction<JsonObject> bytes) {
        String tableName = body.getString("TableName");
        return schemas.plan(
                        call,
                        List.of(tableName),
                        tables -> Future.succeededFuture(planning.plan(tables.get(tableName))))
                .compose(read -> {
                    Optional<Refusal> refusal = model.take(List.of(read.atLeast()));
                    return refusal.isPresent()
                            ? Future.succeededFuture(ProxiedResponse.error(LimitErrors.throttled(refusal.get())))
                            : target.send(call).map(response -> charge(response, read, bytes));
                });
    }

    private ProxiedResponse charge(ProxiedResponse response, PlannedRead read, ToIntFunction<JsonObject> bytes) {
        if (response.isSuccess()) {
            model.takeAfterwards(read.rest(bytes.applyAsInt(response.body().toJsonObject())));
        }
        return response;
    }

    /** BatchGetItem. */
    Future<ProxiedResponse> batch(ProxiedCall call, JsonObject body) {
        JsonObject requested = body.getJsonObject("RequestItems");
        return schemas.plan(
                        call, requested.fieldNames(), tables -> Future.succeededFuture(batchReads(requested, tables)))
                .compose(reads -> batch(reads, call, body));
    }

    /** The reads of a batch in the order of its keys, each with its table. */
    private record BatchRead(TableSchema table, PlannedRead read) {}

    private static List<BatchRead> batchReads(JsonObject requested, Map<String, TableSchema> tables) {
        List<BatchRead> reads = new ArrayList<>();
        requested.forEach(field -> {
            TableSchema table = tables.get(field.getKey());
            JsonObject options = (JsonObject) field.getValue();
            options.getJsonArray("Keys")
                    .forEach(key -> reads.add(new BatchRead(
                            table,
                            PlannedRead.of(table.resource(), table.key().partitionOf((JsonObject) key), options))));
        });
        return reads;
    }

    private Future<ProxiedResponse> batch(List<BatchRead> planned, ProxiedCall call, JsonObject body) {
        Iterator<BatchRead> reads = planned.iterator();
        List<Refusal> refusals = new ArrayList<>();
        SplitBatch split = new SplitBatch("BatchGetItem", body, (table, index, size) -> {
            Optional<Refusal> refusal = model.take(List.of(reads.next().read().atLeast()));
            refusal.ifPresent(refusals::add);
            return refusal.isEmpty();
        });
        if (split.forwardsNothing()) {
            return Future.succeededFuture(ProxiedResponse.error(LimitErrors.throttled(refusals.get(0))));
        }
        return target.send(split.forwardsAll() ? call : call.withBody(split.forwarded()))
                .map(response -> {
                    if (!response.isSuccess()) {
                        return response;
                    }
                    JsonObject content = response.body().toJsonObject();
                    planned.stream()
                            .collect(Collectors.toMap(
                                    read -> read.table().name(), read -> read, (first, second) -> first))
                            .values()
                            .forEach(table -> takeRest(table, content));
                    return split.forwardsAll() ? response : response.withBody(split.addUnprocessedTo(content));
                });
    }

    /** Charges the items of one table that are larger than 4 KB. */
    private void takeRest(BatchRead anyOfTable, JsonObject response) {
        TableSchema table = anyOfTable.table();
        for (Object found : response.getJsonObject("Responses").getJsonArray(table.name(), new JsonArray())) {
            JsonObject item = (JsonObject) found;
            if (table.key().areIn(item)) {
                PlannedRead read = new PlannedRead(
                        table.resource(),
                        table.key().partitionOf(item),
                        anyOfTable.read().consistency());
                model.takeAfterwards(read.rest(ItemSizes.bytes(item)));
            }
        }
    }

    /** TransactGetItems. */
    Future<ProxiedResponse> transaction(ProxiedCall call, JsonObject body) {
        List<JsonObject> gets = body.getJsonArray("TransactItems").stream()
                .map(item -> ((JsonObject) item).getJsonObject("Get"))
                .toList();
        Set<String> tableNames =
                gets.stream().map(get -> get.getString("TableName")).collect(Collectors.toSet());
        return schemas.plan(
                        call,
                        tableNames,
                        tables -> Future.succeededFuture(gets.stream()
                                .map(get -> transactionRead(get, tables))
                                .toList()))
                .compose(reads -> transaction(reads, call));
    }

    private record TransactionRead(String id, PlannedRead read) {}

    private static TransactionRead transactionRead(JsonObject get, Map<String, TableSchema> tables) {
        TableSchema table = tables.get(get.getString("TableName"));
        JsonObject key = get.getJsonObject("Key");
        return new TransactionRead(
                WriteAction.id(table, key),
                new PlannedRead(table.resource(), table.key().partitionOf(key), Consistency.TRANSACTIONAL));
    }

    private Future<ProxiedResponse> transaction(List<TransactionRead> reads, ProxiedCall call) {
        List<Charge> taken = new ArrayList<>();
        List<Reason> reasons = reads.stream().map(read -> admit(read, taken)).toList();
        if (taken.size() < reads.size()) {
            model.giveBack(taken);
            return Future.succeededFuture(ProxiedResponse.error(ErrorBodies.canceled(reasons)));
        }
        return target.send(call).map(response -> {
            if (response.isSuccess()) {
                JsonArray found = response.body().toJsonObject().getJsonArray("Responses");
                for (int i = 0; i < reads.size(); i++) {
                    JsonObject item = found.getJsonObject(i).getJsonObject("Item", new JsonObject());
                    model.takeAfterwards(reads.get(i).read().rest(ItemSizes.bytes(item)));
                }
            }
            return response;
        });
    }

    private Reason admit(TransactionRead read, List<Charge> taken) {
        if (model.isInConflict(read.id())) {
            return LimitErrors.CONFLICT;
        }
        Optional<Refusal> refusal = model.take(List.of(read.read().atLeast()));
        if (refusal.isPresent()) {
            return LimitErrors.throttledItem(refusal.get());
        }
        taken.add(read.read().atLeast());
        return Reason.NONE;
    }
}
