package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.protocol.SplitBatch;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Refusal;
import io.github.viewtally.testsupport.throughput.WriteAction.Type;
import io.github.viewtally.testsupport.throughput.WritePlanner.PlannedWrite;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes outside of transactions. An item of a batch that a transaction holds is returned as unprocessed, like one that
 * exceeds a limit; the guide does not say what DynamoDB does with it.
 */
final class WriteCalls {

    private final DynamoDbTarget target;
    private final TableSchemas schemas;
    private final WritePlanner planner;
    private final ThroughputModel model;

    WriteCalls(DynamoDbTarget target, TableSchemas schemas, WritePlanner planner, ThroughputModel model) {
        this.target = target;
        this.schemas = schemas;
        this.planner = planner;
        this.model = model;
    }

    /** PutItem, UpdateItem or DeleteItem. */
    Future<ProxiedResponse> single(Type type, ProxiedCall call, JsonObject body) {
        String tableName = body.getString("TableName");
        return schemas.plan(
                        call,
                        List.of(tableName),
                        tables ->
                                planner.plan(call, List.of(new WriteAction(tables.get(tableName), type, body)), false))
                .compose(planned -> single(planned, call));
    }

    private Future<ProxiedResponse> single(List<PlannedWrite> planned, ProxiedCall call) {
        PlannedWrite write = planned.get(0);
        if (model.isInConflict(write.id())) {
            return Future.succeededFuture(ProxiedResponse.error(LimitErrors.conflict()));
        }
        Optional<Refusal> refusal = model.take(write.charges());
        return refusal.isPresent()
                ? Future.succeededFuture(ProxiedResponse.error(LimitErrors.throttled(refusal.get())))
                : send(planned, call);
    }

    private Future<ProxiedResponse> send(List<PlannedWrite> writes, ProxiedCall call) {
        return target.send(call)
                .map(response -> planner.settle(writes, response))
                .onFailure(lost -> planner.invalidate(writes));
    }

    /** BatchWriteItem. */
    Future<ProxiedResponse> batch(ProxiedCall call, JsonObject body) {
        JsonObject requested = body.getJsonObject("RequestItems");
        return schemas.plan(
                        call,
                        requested.fieldNames(),
                        tables -> planner.plan(call, batchActions(requested, tables), false))
                .compose(planned -> batch(planned, call, body));
    }

    private static List<WriteAction> batchActions(JsonObject requested, Map<String, TableSchema> tables) {
        List<WriteAction> actions = new ArrayList<>();
        requested.forEach(table -> ((JsonArray) table.getValue()).forEach(element -> {
            JsonObject put = ((JsonObject) element).getJsonObject("PutRequest");
            actions.add(new WriteAction(
                    tables.get(table.getKey()),
                    put == null ? Type.DELETE : Type.PUT,
                    put == null ? ((JsonObject) element).getJsonObject("DeleteRequest") : put));
        }));
        return actions;
    }

    private Future<ProxiedResponse> batch(List<PlannedWrite> planned, ProxiedCall call, JsonObject body) {
        Iterator<PlannedWrite> writes = planned.iterator();
        List<PlannedWrite> admitted = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        SplitBatch split = new SplitBatch("BatchWriteItem", body, (table, index, size) -> {
            PlannedWrite write = writes.next();
            return !model.isInConflict(write.id()) && admit(write, admitted, refusals);
        });
        if (split.forwardsNothing()) {
            return Future.succeededFuture(
                    refusals.isEmpty()
                            ? ProxiedResponse.ok(split.addUnprocessedTo(new JsonObject()))
                            : ProxiedResponse.error(LimitErrors.throttled(refusals.get(0))));
        }
        return split.forwardsAll()
                ? send(admitted, call)
                : send(admitted, call.withBody(split.forwarded())).map(response -> merge(split, response));
    }

    private boolean admit(PlannedWrite write, List<PlannedWrite> admitted, List<Refusal> refusals) {
        Optional<Refusal> refusal = model.take(write.charges());
        refusal.ifPresentOrElse(refusals::add, () -> admitted.add(write));
        return refusal.isEmpty();
    }

    private static ProxiedResponse merge(SplitBatch split, ProxiedResponse response) {
        return response.isSuccess()
                ? response.withBody(split.addUnprocessedTo(response.body().toJsonObject()))
                : response;
    }
}
