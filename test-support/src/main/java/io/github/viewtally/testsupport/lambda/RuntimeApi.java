package io.github.viewtally.testsupport.lambda;

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
 * A stand-in for Lambda's runtime API that hands out one event to one process (AWS Lambda guide, "Using the Lambda
 * runtime API for custom runtimes"). All times are those of {@link System#nanoTime()}.
 */
public final class RuntimeApi implements AutoCloseable {

    static {
        // Without this, the server delays small responses by about 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final byte[] event;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "runtime-api");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<Long> restored = new CompletableFuture<>();
    private final CompletableFuture<Long> ready = new CompletableFuture<>();
    private final CompletableFuture<Long> delivered = new CompletableFuture<>();
    private final CompletableFuture<Response> response = new CompletableFuture<>();

    /** The response of the function. */
    public record Response(String body, long nanoTime) {}

    /** Listens on a free port of the loopback address. */
    public RuntimeApi(String event) throws IOException {
        this.event = event.getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/2018-06-01/runtime/", this::handle);
        server.start();
    }

    /** The value of AWS_LAMBDA_RUNTIME_API. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Completes when the process is ready for an event or for its snapshot. */
    public CompletableFuture<Long> ready() {
        return ready;
    }

    /** Completes when the process waits to be restored from a snapshot. */
    public CompletableFuture<Long> restored() {
        return restored;
    }

    /** Completes when the process requests the event. */
    public CompletableFuture<Long> delivered() {
        return delivered;
    }

    /** Completes with the response to the event; fails if the process reports an error. */
    public CompletableFuture<Response> response() {
        return response;
    }

    private void handle(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/restore/next")) {
                ready.complete(now);
                restored.complete(now);
                exchange.sendResponseHeaders(200, -1);
            } else if (path.endsWith("/invocation/next")) {
                ready.complete(now);
                deliver(exchange);
            } else {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(202, -1);
                receive(path, body, now);
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

    private void receive(String path, String body, long now) {
        if (path.endsWith("/response")) {
            response.complete(new Response(body, now));
        } else {
            IllegalStateException failure = new IllegalStateException("the function posted to " + path + ": " + body);
            ready.completeExceptionally(failure);
            response.completeExceptionally(failure);
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All headers of an invocation: the client's native code reads invalid memory if some are missing. */
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
