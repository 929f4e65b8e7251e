package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.protocol.ErrorBodies;
import io.github.viewtally.testsupport.protocol.ErrorBodies.Reason;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Refusal;
import io.github.viewtally.testsupport.throughput.WriteAction.Type;
import io.github.viewtally.testsupport.throughput.WritePlanner.PlannedWrite;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * TransactWriteItems. A transaction holds its items from its arrival to its response, which is delayed until the holding
 * time is over. Meanwhile DynamoDB rejects other writes of these items ("Amazon DynamoDB Transactions: How it works",
 * section "Transaction conflict handling"). A canceled transaction takes no capacity.
 */
final class TransactionCalls {

    private static final Map<String, Type> TYPES =
            Map.of("Put", Type.PUT, "Update", Type.UPDATE, "Delete", Type.DELETE, "ConditionCheck", Type.CHECK);

    private final Vertx vertx;
    private final DynamoDbTarget target;
    private final TableSchemas schemas;
    private final WritePlanner planner;
    private final ThroughputModel model;
    private final long holdNanos;
    private final LongSupplier nanoClock;

    TransactionCalls(
            Vertx vertx,
            DynamoDbTarget target,
            TableSchemas schemas,
            WritePlanner planner,
            ThroughputModel model,
            long holdNanos,
            LongSupplier nanoClock) {
        this.vertx = vertx;
        this.target = target;
        this.schemas = schemas;
        this.planner = planner;
        this.model = model;
        this.holdNanos = holdNanos;
        this.nanoClock = nanoClock;
    }

    Future<ProxiedResponse> write(ProxiedCall call, JsonObject body) {
        List<Map.Entry<String, Object>> items = body.getJsonArray("TransactItems").stream()
                .map(item -> ((JsonObject) item).iterator().next())
                .toList();
        Set<String> tableNames = items.stream()
                .map(item -> ((JsonObject) item.getValue()).getString("TableName"))
                .collect(Collectors.toSet());
        return schemas.plan(call, tableNames, tables -> planner.plan(call, actions(items, tables), true))
                .compose(planned -> execute(planned, call));
    }

    private static List<WriteAction> actions(List<Map.Entry<String, Object>> items, Map<String, TableSchema> tables) {
        return items.stream()
                .map(item -> {
                    JsonObject body = (JsonObject) item.getValue();
                    return new WriteAction(tables.get(body.getString("TableName")), TYPES.get(item.getKey()), body);
                })
                .toList();
    }

    private Future<ProxiedResponse> execute(List<PlannedWrite> planned, ProxiedCall call) {
        List<PlannedWrite> admitted = new ArrayList<>();
        List<Reason> reasons =
                planned.stream().map(write -> admit(write, admitted)).toList();
        if (admitted.size() < planned.size()) {
            admitted.forEach(write -> model.giveBack(write.charges()));
            return Future.succeededFuture(ProxiedResponse.error(ErrorBodies.canceled(reasons)));
        }
        List<String> ids = planned.stream().map(PlannedWrite::id).toList();
        long end = nanoClock.getAsLong() + holdNanos;
        model.hold(ids);
        return target.send(call)
                .map(response -> planner.settle(planned, response))
                .onFailure(lost -> planner.invalidate(planned))
                .eventually(() -> awaitHold(end))
                .onComplete(answered -> model.release(ids));
    }

    private Reason admit(PlannedWrite write, List<PlannedWrite> admitted) {
        if (model.isInConflict(write.id())) {
            return LimitErrors.CONFLICT;
        }
        Optional<Refusal> refusal = model.take(write.charges());
        if (refusal.isPresent()) {
            return LimitErrors.throttledItem(refusal.get());
        }
        admitted.add(write);
        return Reason.NONE;
    }

    private Future<Void> awaitHold(long end) {
        Promise<Void> over = Promise.promise();
        long millis = TimeUnit.NANOSECONDS.toMillis(end - nanoClock.getAsLong());
        if (millis > 0) {
            vertx.setTimer(millis, elapsed -> over.complete());
        } else {
            over.complete();
        }
        return over.future();
    }
}
