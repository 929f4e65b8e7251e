package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.summaries.LiveStream.LiveEvent;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream to a client that reads slowly or not at all. */
@Timeout(180)
class LiveStreamTest {

    /** More than the kernel buffers for a client that does not read. */
    private static final int STATES = 20_000;

    private final Vertx vertx = Vertx.vertx();
    private final Promise<LiveStream> opened = Promise.promise();
    private final AtomicReference<LiveEvent> latest = new AtomicReference<>(state(0));
    private Channel channel;
    private Context context;
    private LiveStream stream;
    private RawHttp client;

    @BeforeEach
    void open() throws IOException {
        HttpServerOptions smallBuffer = new HttpServerOptions().setSendBufferSize(4_096);
        HttpServer server = vertx.createHttpServer(smallBuffer).requestHandler(request -> {
            context = vertx.getOrCreateContext();
            channel = ((HttpServerConnection) request.connection())
                    .channelHandlerContext()
                    .channel();
            LiveStream begun = new LiveStream(request, Optional.empty(), latest::get);
            begun.begin(1_000);
            opened.complete(begun);
        });
        ApiUnderTest.await(server.listen(0, ApiUnderTest.HOST));
        client = new RawHttp(server.actualPort(), 4_096).sendHead("GET / HTTP/1.1", "Host: viewtally");
        stream = ApiUnderTest.await(opened.future());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        ApiUnderTest.await(vertx.close());
    }

    @Test
    void keepsOnlyTheLatestStateForASlowClient() throws IOException {
        long most = onEventLoop(() -> {
            long pending = 0;
            for (int i = 1; i <= STATES; i++) {
                latest.set(state(i));
                stream.update();
                pending = Math.max(pending, channel.unsafe().outboundBuffer().totalPendingWriteBytes());
            }
            return pending;
        });
        assertThat(most).as("bytes in memory").isLessThan(2_000);

        client.until("\r\n\r\n");
        String last = "data: {\"state\":" + STATES + "}\n\n";
        String received = client.until(last);
        assertThat(received.lines().filter(line -> line.startsWith("data: ")).count())
                .isLessThan(STATES / 2);
    }

    @Test
    void sendsACommentAfterAWhile() throws IOException {
        client.until("\"state\":0}\n\n\r\n");

        beatAfter(LiveStream.HEARTBEAT.minusSeconds(1));
        latest.set(state(1));
        onEventLoop(() -> {
            stream.update();
            return null;
        });
        assertThat(client.chunk()).hasToString(state(1).bytes().toString());
        beatAfter(LiveStream.HEARTBEAT);
        assertThat(client.chunk()).hasToString(":\n\n");
    }

    @Test
    void closesTheConnectionOfAStuckClient() {
        stick();

        beatAfter(LiveStream.STUCK.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        beatAfter(LiveStream.STUCK.plusSeconds(1));

        ApiUnderTest.until(() -> !channel.isOpen());
    }

    @Test
    void doesNotWaitForAStuckClientAtTheEnd() {
        stick();

        onEventLoop(() -> {
            stream.end();
            return null;
        });

        ApiUnderTest.until(() -> !channel.isOpen());
    }

    /** Sends states until the kernel takes no more. */
    private void stick() {
        ApiUnderTest.until(() -> onEventLoop(() -> {
            latest.set(state(System.nanoTime()));
            stream.update();
            return !channel.isWritable() || channel.unsafe().outboundBuffer().totalPendingWriteBytes() > 0;
        }));
    }

    private void beatAfter(Duration quiet) {
        onEventLoop(() -> {
            stream.beat(System.nanoTime() + quiet.toNanos());
            return null;
        });
    }

    private <T> T onEventLoop(Callable<T> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> {
            try {
                done.complete(action.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        Future<T> result = done.future();
        return ApiUnderTest.await(result);
    }

    private static LiveEvent state(long number) {
        return LiveEvent.of(CachedResponse.small(new JsonObject().put("state", number)));
    }
}
