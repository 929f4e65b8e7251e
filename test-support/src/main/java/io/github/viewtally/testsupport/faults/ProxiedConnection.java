package io.github.viewtally.testsupport.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One connection of a client, served call by call: relayed, or made to go wrong. */
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

    /** Until either side is gone; what then is open of the client's connection is the caller's to reset. */
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
            // If DynamoDB is gone, the client sees just that; if the client is, there is nobody to tell.
        }
    }

    private void serve(HttpMessage request, InputStream input) throws IOException {
        FaultPlan.Call call = proxy.nextCall(request.operation());
        Optional<Fault> fault = proxy.faultFor(call);
        if (fault.isPresent()) {
            inject(fault.get(), call, request, input);
        } else {
            answer(target.exchange(request));
        }
    }

    private void inject(Fault fault, FaultPlan.Call call, HttpMessage request, InputStream input) throws IOException {
        switch (fault) {
            case REFUSE_CONNECTION -> {
                proxy.refuseConnectionsForAWhile();
                reset(client);
            }
            case RESET_BEFORE_FORWARDING -> reset(client);
            case DROP_ANSWER -> {
                target.exchange(request);
                reset(client);
            }
            case DELAY_ANSWER -> {
                HttpMessage answer = target.exchange(request);
                awaitDelayOrHangUp(input);
                answer(answer);
            }
            case DELAY_REQUEST -> {
                if (proxy.isClosedWithin(delay)) {
                    throw new IOException("closed");
                }
                answer(target.exchange(request));
            }
            case UNPROCESSED_ITEMS -> answer(new PartialBatch(request).exchange(target));
            default -> answer(OwnAnswers.of(fault, call, request));
        }
    }

    private void answer(HttpMessage answer) throws IOException {
        answer.writeTo(client.getOutputStream());
    }

    /** A client that waits for an answer sends nothing: the read ends by the time-out, or because the client is gone. */
    private void awaitDelayOrHangUp(InputStream input) throws IOException {
        client.setSoTimeout((int) delay.toMillis());
        try {
            int read = input.read();
            throw new IOException(read < 0 ? "the client is gone" : "the client does not wait for its answer");
        } catch (SocketTimeoutException delayIsOver) {
            client.setSoTimeout(0);
        }
    }

    /** Ends a connection by RST, so that the other side sees an error and not an end. */
    static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            // It has ended by itself in between.
        }
    }
}
