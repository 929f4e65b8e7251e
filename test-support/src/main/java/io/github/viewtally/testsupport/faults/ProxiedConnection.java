package io.github.viewtally.testsupport.faults;

import io.github.viewtally.testsupport.protocol.SplitBatch;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One connection of a client. It forwards each call or injects a fault. */
final class ProxiedConnection {

    private final Socket client;
    private final TargetConnection target;
    private final Duration delay;
    private final FaultProxy proxy;

    ProxiedConnection(Socket client, URI target, Duration delay, FaultProxy proxy) {
        this.client = client;
        this.target = new TargetConnection(target);
        this.delay = delay;
        this.proxy = proxy;
    }

    /** Serves calls until the client or DynamoDB closes its connection. The caller resets the client's socket then. */
    void serve() {
        try (target) {
            client.setTcpNoDelay(true);
            InputStream input = new BufferedInputStream(client.getInputStream());
            Optional<HttpMessage> request = HttpMessage.read(input);
            while (request.isPresent()) {
                serve(request.get(), input);
                request = HttpMessage.read(input);
            }
            client.close();
        } catch (IOException e) {
            // The caller resets the connection, so the client sees an error if DynamoDB has closed its side.
        }
    }

    private void serve(HttpMessage request, InputStream input) throws IOException {
        FaultPlan.Call call = proxy.nextCall(request);
        Optional<Fault> fault = proxy.faultFor(call);
        if (fault.isPresent()) {
            inject(fault.get(), call, request, input);
        } else {
            respond(target.exchange(request));
        }
    }

    private void inject(Fault fault, FaultPlan.Call call, HttpMessage request, InputStream input) throws IOException {
        switch (fault) {
            case REFUSE_CONNECTION -> {
                proxy.refuseConnectionsForAWhile();
                reset(client);
            }
            case RESET_BEFORE_FORWARDING -> reset(client);
            case DROP_RESPONSE -> {
                target.exchange(request);
                reset(client);
            }
            case DELAY_RESPONSE -> {
                HttpMessage response = target.exchange(request);
                awaitDelay(input);
                respond(response);
            }
            case DELAY_REQUEST -> {
                if (proxy.isClosedWithin(delay)) {
                    throw new IOException("the proxy is closed");
                }
                respond(target.exchange(request));
            }
            case UNPROCESSED_ITEMS -> respond(processPart(request));
            default -> respond(FaultResponses.of(fault, call, request));
        }
    }

    /** Forwards the first half of each table's items. The rest, at least one item, is returned as unprocessed. */
    private HttpMessage processPart(HttpMessage request) throws IOException {
        SplitBatch split = new SplitBatch(
                request.operation(), new JsonObject(request.text()), (table, index, size) -> index < size / 2);
        if (split.forwardsNothing()) {
            return FaultResponses.response("200 OK", split.addUnprocessedTo(new JsonObject()));
        }
        HttpMessage response =
                target.exchange(request.withBody(split.forwarded().encode()));
        return response.isSuccess()
                ? response.withBody(
                        split.addUnprocessedTo(new JsonObject(response.text())).encode())
                : response;
    }

    private void respond(HttpMessage response) throws IOException {
        response.writeTo(client.getOutputStream());
    }

    /** Waits for the delay. A waiting client sends nothing, so the read ends by the timeout or when the client closes. */
    private void awaitDelay(InputStream input) throws IOException {
        client.setSoTimeout((int) delay.toMillis());
        try {
            int read = input.read();
            throw new IOException(
                    read < 0 ? "the client has closed the connection" : "the client does not wait for the response");
        } catch (SocketTimeoutException delayIsOver) {
            client.setSoTimeout(0);
        }
    }

    /** Closes a connection with RST, so that the other side sees an error instead of the end of the stream. */
    static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            // The socket is already closed.
        }
    }
}
