package io.github.viewtally.benchmarks.coldstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lambda's side of one process: it hands out one event, and takes the times (AWS Lambda guide, "Using the Lambda runtime
 * API for custom runtimes").
 */
final class RuntimeApi implements AutoCloseable {

    static {
        // Else it holds small answers back for some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final byte[] event;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<Long> ready = new CompletableFuture<>();
    private final CompletableFuture<Long> delivered = new CompletableFuture<>();
    private final CompletableFuture<Long> answered = new CompletableFuture<>();

    RuntimeApi(byte[] event) throws IOException {
        this.event = event;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** When the process was ready for an event, or for its snapshot; by {@link System#nanoTime()}, as all of them. */
    CompletableFuture<Long> ready() {
        return ready;
    }

    /** When it got the event. */
    CompletableFuture<Long> delivered() {
        return delivered;
    }

    /** When it had answered the event; fails if it reports an error. */
    CompletableFuture<Long> answered() {
        return answered;
    }

    private void handle(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/restore/next")) {
                ready.complete(now);
                exchange.sendResponseHeaders(200, -1);
            } else if (path.endsWith("/invocation/next")) {
                ready.complete(now);
                deliver(exchange);
            } else {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(202, -1);
                answer(path, body, now);
            }
        }
    }

    private void deliver(HttpExchange exchange) throws IOException {
        if (!delivered.complete(System.nanoTime())) {
            awaitEnd();
            return;
        }
        headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    private void answer(String path, String body, long now) {
        if (path.endsWith("/response") && body.contains("\"batchItemFailures\":[]")) {
            answered.complete(now);
        } else {
            IllegalStateException failure = new IllegalStateException("the function posts to " + path + ": " + body);
            ready.completeExceptionally(failure);
            answered.completeExceptionally(failure);
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All of them: the client's native part reads beyond some that are missing. */
    private static Map<String, String> headers() {
        return Map.of(
                "Content-Type", "application/json",
                "Lambda-Runtime-Aws-Request-Id", "request-1",
                "Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000),
                "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:views",
                "Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000",
                "Lambda-Runtime-Client-Context", "{}",
                "Lambda-Runtime-Cognito-Identity", "{}",
                "Lambda-Runtime-Aws-Tenant-Id", "none");
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
