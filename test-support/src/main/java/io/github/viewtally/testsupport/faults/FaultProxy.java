package io.github.viewtally.testsupport.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A proxy between a program and DynamoDB that injects faults by a {@link FaultPlan}. It forwards all other calls unchanged.
 * It listens on a free port of the loopback address. Each client connection has its own thread and its own connection to
 * DynamoDB. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Duration DEFAULT_DELAY = Duration.ofMillis(300);
    private static final Duration DEFAULT_REFUSAL = Duration.ofMillis(20);

    private final FaultPlan plan;
    private final RefusingListener listener;
    private final AtomicLong calls = new AtomicLong();
    private final Map<Fault, LongAdder> injected = new EnumMap<>(Fault.class);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private FaultProxy(FaultPlan plan, RefusingListener listener) {
        this.plan = plan;
        this.listener = listener;
        for (Fault fault : Fault.values()) {
            injected.put(fault, new LongAdder());
        }
    }

    /** Starts a proxy with a delay of 300 ms. */
    public static FaultProxy start(URI target, FaultPlan plan) {
        return start(target, plan, DEFAULT_DELAY);
    }

    /**
     * Starts a proxy. It listens when this method returns.
     *
     * @param target the address of DynamoDB, which may start later
     * @param delay the delay of {@link Fault#DELAY_RESPONSE} and {@link Fault#DELAY_REQUEST}
     */
    public static FaultProxy start(URI target, FaultPlan plan, Duration delay) {
        return start(target, plan, delay, DEFAULT_REFUSAL);
    }

    /**
     * Starts a proxy.
     *
     * @param refused how long {@link Fault#REFUSE_CONNECTION} refuses connections
     */
    public static FaultProxy start(URI target, FaultPlan plan, Duration delay, Duration refused) {
        try {
            FaultProxy proxy = new FaultProxy(plan, new RefusingListener(refused));
            proxy.threads.execute(() -> proxy.serveAll(target, delay));
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serveAll(URI target, Duration delay) {
        for (Optional<Socket> next = listener.accept(); next.isPresent(); next = listener.accept()) {
            Socket client = next.get();
            threads.execute(() -> serve(client, target, delay));
        }
    }

    private void serve(Socket client, URI target, Duration delay) {
        clients.add(client);
        try {
            // close() resets the clients in the set, and this check sees a proxy that was closed before.
            if (!listener.isClosed()) {
                new ProxiedConnection(client, target, delay, this).serve();
            }
        } finally {
            ProxiedConnection.reset(client);
            clients.remove(client);
        }
    }

    FaultPlan.Call nextCall(HttpMessage request) {
        return new FaultPlan.Call(
                request.operation(), calls.incrementAndGet(), new String(request.body(), StandardCharsets.UTF_8));
    }

    /** Returns the fault to inject into the call, and counts it. */
    Optional<Fault> faultFor(FaultPlan.Call call) {
        Optional<Fault> fault = plan.faultFor(call).filter(kind -> kind.appliesTo(call.operation()));
        fault.ifPresent(kind -> injected.get(kind).increment());
        return fault;
    }

    void refuseConnectionsForAWhile() throws IOException {
        listener.refuseForAWhile();
    }

    boolean isClosedWithin(Duration time) throws IOException {
        return listener.isClosedWithin(time);
    }

    /** The address of the proxy. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    /** Number of injections of every fault so far, including zeros. */
    public Map<Fault, Long> injected() {
        Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        injected.forEach((fault, count) -> counts.put(fault, count.sum()));
        return counts;
    }

    /** Number of calls so far, with or without a fault. */
    public long calls() {
        return calls.get();
    }

    /** Closes all connections. Delayed requests are not forwarded. */
    @Override
    public void close() {
        listener.close();
        clients.forEach(ProxiedConnection::reset);
    }
}
