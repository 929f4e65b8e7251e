package io.github.viewtally.api.response;

import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.storage.StorageException;
import io.github.viewtally.model.table.DynamoDbErrors;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Writes failures as problems; nothing else does. */
public final class ProblemHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    /** The status with which Vert.x's BodyHandler fails if the client disconnects or breaks the chunked encoding. */
    private static final int BODY_CUT_OFF = 200;

    @Override
    public void handle(RoutingContext context) {
        if (RequestContext.isTimedOut(context)) {
            return;
        }
        Problem problem = problemOf(context);
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            Responses.abort(context.request());
            return;
        }
        problem.headers().forEach(response::putHeader);
        if (leavesBodyUnread(context.request())) {
            // The connection cannot be used again.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(problem.toJson(traceIdOf(context)).toBuffer());
    }

    /** HTTP/2 has a stream per request and forbids the header. */
    private static boolean leavesBodyUnread(HttpServerRequest request) {
        boolean hasBody = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH);
        return hasBody && !request.isEnded() && request.version() != HttpVersion.HTTP_2;
    }

    private static Problem problemOf(RoutingContext context) {
        Throwable failure = context.failure();
        int status = failure instanceof HttpException refused ? refused.getStatusCode() : context.statusCode();
        if (status == BODY_CUT_OFF) {
            return Problem.of(400, "The body cannot be read to its end.");
        }
        if (status >= 400 && status < 500) {
            return Problem.of(status, detailOf(status));
        }
        log(context, failure);
        return problemOf(failure);
    }

    /** Returns the problem that the client receives for a failure. */
    public static Problem problemOf(Throwable failure) {
        Throwable cause = DynamoDbErrors.unwrap(failure);
        if (cause instanceof ProblemException problem) {
            return problem.problem();
        }
        if (cause instanceof StorageException busy) {
            return Problem.unavailable(detailOf(busy.reason()));
        }
        return cause instanceof SdkException
                ? Problem.unavailable("The table does not respond in time. The request is not retried.")
                : Problem.of(500, "Internal error. It has been logged.");
    }

    /** Logs the parts of a failure that the client does not receive. */
    public static void log(RoutingContext context, Throwable failure) {
        Throwable cause = DynamoDbErrors.unwrap(failure);
        String path = context.request().path();
        if (cause instanceof SdkException) {
            LOG.warn("DynamoDB did not answer {} ({}): {}", path, idOf(context), cause.getMessage());
        } else if (!(cause instanceof ProblemException || cause instanceof StorageException)) {
            LOG.error("{} {} ({}) failed", context.request().method(), path, idOf(context), cause);
        }
    }

    private static String idOf(RoutingContext context) {
        RequestContext request = RequestContext.of(context);
        return request == null ? "no id" : request.requestId();
    }

    private static Optional<String> traceIdOf(RoutingContext context) {
        RequestContext request = RequestContext.of(context);
        return request == null ? Optional.empty() : request.traceId();
    }

    private static String detailOf(StorageException.Reason reason) {
        return switch (reason) {
            case TOO_MANY_WRITES -> "Too many writes are in progress.";
            case TOO_MANY_WRITES_OF_VIDEO -> "Too many events of this video are in progress.";
            case WRITES_THROTTLED -> "The table is too busy.";
            case WRITE_TIMED_OUT -> "The table does not keep up.";
            case READS_THROTTLED -> "The table is too busy to be read.";
        };
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
