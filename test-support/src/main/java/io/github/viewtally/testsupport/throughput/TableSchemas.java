package io.github.viewtally.testsupport.throughput;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The schemas of the tables, read from their database when they are first used. Use it on the event loop. */
final class TableSchemas {

    /** A call that the model cannot plan. It is forwarded without limits, and DynamoDB Local decides whether it is valid. */
    static final class UnmodelledException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnmodelledException(Throwable cause) {
            super(cause);
        }
    }

    private final DynamoDbTarget target;
    private final Map<String, TableSchema> known = new HashMap<>();

    TableSchemas(DynamoDbTarget target) {
        this.target = target;
    }

    /**
     * Plans a call with the schemas of its tables.
     *
     * @return fails with an {@link UnmodelledException} if a table does not exist or the planning fails
     */
    <T> Future<T> plan(
            ProxiedCall call, Collection<String> tableNames, Function<Map<String, TableSchema>, Future<T>> planning) {
        List<Future<Void>> loads = new ArrayList<>();
        tableNames.stream().filter(name -> !known.containsKey(name)).forEach(name -> loads.add(load(call, name)));
        return Future.all(loads)
                .compose(loaded -> planning.apply(known))
                .recover(failure -> Future.failedFuture(new UnmodelledException(failure)));
    }

    private Future<Void> load(ProxiedCall call, String name) {
        return target.send(call.to("DescribeTable", new JsonObject().put("TableName", name)))
                .map(response -> {
                    if (response.isSuccess()) {
                        known.put(name, TableSchema.of(response.body().toJsonObject()));
                    }
                    return null;
                });
    }

    /** Forgets all tables, because one of them may have changed. */
    void clear() {
        known.clear();
    }
}
