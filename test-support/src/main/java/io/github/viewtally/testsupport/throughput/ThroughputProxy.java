package io.github.viewtally.testsupport.throughput;

import io.github.viewtally.testsupport.throughput.TableSchemas.UnmodelledException;
import io.github.viewtally.testsupport.throughput.WriteAction.Type;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * A proxy in front of DynamoDB Local that has the limits of DynamoDB: units per second of each partition key, in the table
 * and in each index, and conflicts of transactions. A write that exceeds a limit of an index is refused as a whole. Calls
 * that do not read or write items pass through. So do scans and PartiQL, which are counted as unmodelled. Streams pass
 * through too, or have as many shards as the limits say.
 *
 * <p>It assumes that each table of its database has another name, and that all clients of the table use it. One thread
 * serves all calls.
 */
public final class ThroughputProxy implements AutoCloseable {

    private static final String API = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";
    private static final int TIMEOUT_SECONDS = 30;
    private static final Set<String> UNMODELLED =
            Set.of(API + "Scan", API + "ExecuteStatement", API + "BatchExecuteStatement", API + "ExecuteTransaction");
    private static final Set<String> TABLE_CHANGES =
            Set.of(API + "CreateTable", API + "UpdateTable", API + "DeleteTable");

    /** Serves the calls of one operation. It throws only before it forwards the call. */
    @FunctionalInterface
    private interface Operation {
        Future<ProxiedResponse> serve(ProxiedCall call, JsonObject body);
    }

    private final Vertx vertx;
    private final DynamoDbTarget target;
    private final TableSchemas schemas;
    private final WritePlanner planner;
    private final ThroughputModel model;
    private final Map<String, Operation> operations = new HashMap<>();
    private final int port;

    private ThroughputProxy(URI endpoint, ThroughputLimits limits, LongSupplier nanoClock) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        target = new DynamoDbTarget(vertx, endpoint);
        schemas = new TableSchemas(target);
        model = new ThroughputModel(limits, nanoClock);
        planner = new WritePlanner(target, model);
        WriteCalls writes = new WriteCalls(target, schemas, planner, model);
        ReadCalls reads = new ReadCalls(target, schemas, model);
        TransactionCalls transactions = new TransactionCalls(
                vertx, target, schemas, planner, model, limits.transactionHold().toNanos(), nanoClock);
        operations.put(API + "PutItem", (call, body) -> writes.single(Type.PUT, call, body));
        operations.put(API + "UpdateItem", (call, body) -> writes.single(Type.UPDATE, call, body));
        operations.put(API + "DeleteItem", (call, body) -> writes.single(Type.DELETE, call, body));
        operations.put(API + "BatchWriteItem", writes::batch);
        operations.put(API + "TransactWriteItems", transactions::write);
        operations.put(API + "GetItem", reads::get);
        operations.put(API + "Query", reads::query);
        operations.put(API + "BatchGetItem", reads::batch);
        operations.put(API + "TransactGetItems", reads::transaction);
        if (limits.shards() > 1) {
            StreamCalls streams = new StreamCalls(target, schemas, limits.shards());
            operations.put(STREAMS + "DescribeStream", streams::describe);
            operations.put(STREAMS + "GetShardIterator", streams::iterator);
            operations.put(STREAMS + "GetRecords", streams::records);
        }
        port = listen();
    }

    private int listen() {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                .requestHandler(this::serve);
        return await(server.listen(0, "127.0.0.1")).actualPort();
    }

    /**
     * Starts a proxy.
     *
     * @param target the address of DynamoDB Local
     */
    public static ThroughputProxy start(URI target, ThroughputLimits limits) {
        return start(target, limits, System::nanoTime);
    }

    /**
     * Starts a proxy with a clock.
     *
     * @param nanoClock the time in nanoseconds, from any start; it refills the limits
     */
    public static ThroughputProxy start(URI target, ThroughputLimits limits, LongSupplier nanoClock) {
        return new ThroughputProxy(target, limits, nanoClock);
    }

    private void serve(HttpServerRequest request) {
        request.body()
                .compose(body -> serve(new ProxiedCall(request.method(), request.uri(), request.headers(), body)))
                .onSuccess(response -> response.writeTo(request.response()))
                // The client sees an error, as it does if DynamoDB does not respond.
                .onFailure(failure -> request.connection().close());
    }

    private Future<ProxiedResponse> serve(ProxiedCall call) {
        Operation operation = operations.get(call.target());
        if (operation == null) {
            return forward(call);
        }
        return serve(operation, call).recover(failure -> {
            if (failure instanceof UnmodelledException) {
                model.countUnmodelled();
                return target.send(call);
            }
            return Future.failedFuture(failure);
        });
    }

    private static Future<ProxiedResponse> serve(Operation operation, ProxiedCall call) {
        try {
            return operation.serve(call, call.body().toJsonObject());
        } catch (RuntimeException e) {
            return Future.failedFuture(new UnmodelledException(e));
        }
    }

    private Future<ProxiedResponse> forward(ProxiedCall call) {
        if (UNMODELLED.contains(call.target())) {
            model.countUnmodelled();
        }
        return target.send(call).onComplete(done -> {
            if (TABLE_CHANGES.contains(call.target())) {
                schemas.clear();
                planner.clear();
            }
        });
    }

    /** The address of the proxy. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What has been counted so far. */
    public ThroughputCounters counters() {
        return model.counters();
    }

    /** Closes all connections. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the throughput proxy did not start or stop", e);
        }
    }
}
