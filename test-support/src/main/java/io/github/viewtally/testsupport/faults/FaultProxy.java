package io.github.viewtally.testsupport.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
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
 * Stands between a program and DynamoDB, and makes calls go wrong by a {@link FaultPlan}. All other calls it relays as
 * they are. It listens on a free port of the loopback address, and serves each connection by a thread of its own, over a
 * connection of its own to DynamoDB.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Duration DEFAULT_DELAY = Duration.ofMillis(300);
    private static final Duration REFUSED = Duration.ofMillis(20);

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

    /** A proxy that delays by 300 ms, where its plan has it delay. */
    public static FaultProxy start(URI target, FaultPlan plan) {
        return start(target, plan, DEFAULT_DELAY);
    }

    /**
     * A proxy that listens when this returns.
     *
     * @param target where DynamoDB is; it need not be there yet
     * @param delay of {@link Fault#DELAY_ANSWER} and {@link Fault#DELAY_REQUEST}
     */
    public static FaultProxy start(URI target, FaultPlan plan, Duration delay) {
        return start(target, plan, delay, REFUSED);
    }

    /** A proxy that refuses connections for this long, where its plan has it refuse them. */
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
            // Whichever comes later, this or the closing, sees the other.
            if (!listener.isClosed()) {
                new ProxiedConnection(client, target, delay, this).serve();
            }
        } finally {
            ProxiedConnection.reset(client);
            clients.remove(client);
        }
    }

    FaultPlan.Call nextCall(String operation) {
        return new FaultPlan.Call(operation, calls.incrementAndGet());
    }

    /** What the plan has happen to the call; it is counted as injected. */
    Optional<Fault> faultFor(FaultPlan.Call call) {
        Optional<Fault> fault = plan.faultFor(call).filter(fitting -> fitting.fits(call.operation()));
        fault.ifPresent(happening -> injected.get(happening).increment());
        return fault;
    }

    void refuseConnectionsForAWhile() throws IOException {
        listener.refuseForAWhile();
    }

    boolean isClosedWithin(Duration time) throws IOException {
        return listener.isClosedWithin(time);
    }

    /** Where the program should take DynamoDB to be. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    /** How often each fault was injected so far; every fault is in it, zeros too. */
    public Map<Fault, Long> injected() {
        Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        injected.forEach((fault, count) -> counts.put(fault, count.sum()));
        return counts;
    }

    /** How many calls have come so far, those that went wrong included. */
    public long calls() {
        return calls.get();
    }

    /** Ends all connections, and with them their threads; requests that are being held are never forwarded. */
    @Override
    public void close() {
        listener.close();
        clients.forEach(ProxiedConnection::reset);
    }
}
