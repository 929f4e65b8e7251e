package io.github.viewtally.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** The one place where failures become answers. */
public final class ProblemHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    /** The status with which Vert.x's BodyHandler fails if the client hangs up or breaks the chunked encoding. */
    private static final int BODY_CUT_OFF = 200;

    @Override
    public void handle(RoutingContext context) {
        Problem problem = problemOf(context);
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        problem.headers().forEach(response::putHeader);
        if (leavesBodyUnread(context.request())) {
            // The connection cannot be used again.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.toJson().toBuffer());
    }

    /** HTTP/2 has streams of their own for requests, and forbids the header. */
    private static boolean leavesBodyUnread(HttpServerRequest request) {
        boolean hasBody = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH);
        return hasBody && !request.isEnded() && request.version() != HttpVersion.HTTP_2;
    }

    private static Problem problemOf(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof CompletionException && failure.getCause() != null) {
            // The SDK's futures wrap most of their failures, but not all.
            failure = failure.getCause();
        }
        if (failure instanceof ProblemException told) {
            return told.problem();
        }
        if (failure instanceof SdkException) {
            LOG.warn("DynamoDB did not answer {}: {}", context.request().path(), failure.getMessage());
            return Problem.unavailable("The table does not answer in time. Nothing more is being tried.");
        }
        if (context.statusCode() == BODY_CUT_OFF) {
            return Problem.of(400, "The body cannot be read to its end.");
        }
        int status = failure instanceof HttpException refused ? refused.getStatusCode() : context.statusCode();
        if (status >= 400 && status < 500) {
            return Problem.of(status, detailOf(status));
        }
        LOG.error("{} {} failed", context.request().method(), context.request().path(), failure);
        return Problem.of(500, "The server made a mistake. It has been logged.");
    }

    private static String detailOf(int status) {
        return switch (status) {
            case 400 -> "The request cannot be read: its path or query is not properly encoded.";
            case 404 -> "There is no such resource.";
            case 413 -> "The body is too large.";
            default -> "The request cannot be served.";
        };
    }
}
