package io.github.viewtally.api.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Changes two reactions of Vert.x on HTTP/1.1 connections, which otherwise close them without a response. A malformed
 * chunk ends the body, so that the request gets a 400. A shutdown reaches an open connection a little later, so that a
 * request that the client sent before it knew of the shutdown is served. Runs on the event loop of the connection.
 */
final class Http1ConnectionGuard extends ChannelInboundHandlerAdapter {

    /** Longer than a request travels from a client to this process. */
    static final Duration SHUTDOWN_GRACE = Duration.ofMillis(500);

    private static final AttributeKey<Boolean> MALFORMED_CHUNK = AttributeKey.valueOf("viewtally.malformed-chunk");

    private final HttpConnection connection;

    private Http1ConnectionGuard(HttpConnection connection) {
        this.connection = connection;
    }

    /** Adds the guard to a connection that has not received anything yet. Does nothing for HTTP/2. */
    static void addTo(HttpConnection connection) {
        ChannelHandlerContext handler = ((HttpServerConnection) connection).channelHandlerContext();
        if (handler.pipeline().get("httpDecoder") != null) {
            handler.pipeline().addBefore(handler.name(), null, new Http1ConnectionGuard(connection));
        }
    }

    /** Returns whether the body of this request ended with a malformed chunk. */
    static boolean isMalformed(HttpServerRequest request) {
        return request.connection() instanceof HttpServerConnection http1
                && http1.channelHandlerContext().channel().hasAttr(MALFORMED_CHUNK);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        // Netty passes an unreadable head on as a complete request, which is content too.
        if (message instanceof HttpContent content
                && !(message instanceof HttpMessage)
                && content.decoderResult().isFailure()) {
            ReferenceCountUtil.release(content);
            context.channel().attr(MALFORMED_CHUNK).set(true);
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            // Closes the connection after the response, because nothing after the chunk can be read.
            connection.shutdown();
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ShutdownEvent) {
            context.executor()
                    .schedule(
                            () -> context.fireUserEventTriggered(event),
                            SHUTDOWN_GRACE.toMillis(),
                            TimeUnit.MILLISECONDS);
        } else {
            context.fireUserEventTriggered(event);
        }
    }
}
