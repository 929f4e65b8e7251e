package io.github.viewtally.api.users;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.response.CachePolicy;
import io.github.viewtally.api.storage.ItemPage;
import io.github.viewtally.api.storage.TableReader;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * One export. It reads a page, sends it, and reads the next page when the client has taken this one. A failure before the
 * first line is a problem; a later one closes the connection, so that the last line is missing.
 */
final class UserExport {

    private static final String MEDIA_TYPE = "application/x-ndjson";
    private static final int MAX_EVENTS_PER_PAGE = 1_000;

    /** How long an export waits for other large reads to end, before it tries to read its next page again. */
    private static final long PAUSE_MILLIS = 100;

    /**
     * Rendered lines.
     *
     * @param resumeAfter the key after which the next page starts; empty after the last event
     */
    private record ExportPage(Buffer lines, int count, Optional<Map<String, AttributeValue>> resumeAfter) {}

    private final RoutingContext context;
    private final String userId;
    private final TableReader reader;
    private final HeavyReads heavyReads;
    private final HttpServerResponse response;
    private long lines;

    UserExport(RoutingContext context, String userId, TableReader reader, HeavyReads heavyReads) {
        this.context = context;
        this.userId = userId;
        this.reader = reader;
        this.heavyReads = heavyReads;
        this.response = context.response();
    }

    /** Sends the export; does nothing more if the request has timed out or the client is gone. */
    void start() {
        read(Optional.empty())
                .onSuccess(first -> {
                    if (!hasEnded()) {
                        begin(first);
                    }
                })
                .onFailure(context::fail);
    }

    private void begin(ExportPage first) {
        CachePolicy.forbidCaching(response);
        response.putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName() + '"');
        if (context.request().method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        response.setChunked(true);
        send(first);
    }

    /** Returns a name that every file system accepts. */
    private String fileName() {
        return "user-" + userId.replaceAll("[^A-Za-z0-9._-]", "_") + ".ndjson";
    }

    private Future<ExportPage> read(Optional<Map<String, AttributeValue>> startAfter) {
        QueryRequest query = QueryRequest.builder()
                .keyConditionExpression(Keys.PK + " = :user AND begins_with(" + Keys.SK + ", :events)")
                .expressionAttributeValues(Map.of(
                        ":user", AttributeValue.fromS(Keys.user(userId)),
                        ":events", AttributeValue.fromS(Keys.EVENTS_OF_USER)))
                .consistentRead(true)
                .limit(MAX_EVENTS_PER_PAGE + 1)
                .exclusiveStartKey(startAfter.orElse(null))
                .build();
        return heavyReads.run(MAX_EVENTS_PER_PAGE, () -> reader.page(query, ExportLines::ofEvent, MAX_EVENTS_PER_PAGE)
                .compose(page -> context.vertx().executeBlocking(() -> render(page), false)));
    }

    private static ExportPage render(ItemPage<JsonObject> page) {
        return new ExportPage(ExportLines.render(page.items()), page.items().size(), page.resumeAfterKey());
    }

    private void send(ExportPage page) {
        if (hasEnded()) {
            return;
        }
        lines += page.count();
        // A failed write means that the client is gone.
        write(page.lines()).onSuccess(written -> (page.resumeAfter().isPresent() ? sendRest(page.resumeAfter()) : end())
                .onFailure(this::fail));
    }

    private Future<Void> write(Buffer part) {
        if (part.length() == 0) {
            return Future.succeededFuture();
        }
        heavyReads.reserve(part.length());
        return response.write(part).onComplete(written -> {
            heavyReads.release(part.length());
            RequestContext.of(context).progressed();
        });
    }

    private Future<?> sendRest(Optional<Map<String, AttributeValue>> startAfter) {
        return readPatiently(startAfter).onSuccess(this::send);
    }

    /** Reads a page as soon as the limits of large reads allow it. The time limit of the request ends the attempts. */
    private Future<ExportPage> readPatiently(Optional<Map<String, AttributeValue>> startAfter) {
        return read(startAfter)
                .recover(failure -> failure instanceof ProblemException && !hasEnded()
                        ? context.vertx()
                                .timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                                .compose(paused -> readPatiently(startAfter))
                        : Future.failedFuture(failure));
    }

    private Future<?> end() {
        return reader.summary(SummaryKey.user(userId)).onSuccess(summary -> {
            if (!hasEnded()) {
                response.end(ExportLines.last(summary, lines));
            }
        });
    }

    private void fail(Throwable failure) {
        if (!hasEnded()) {
            context.fail(failure);
        }
    }

    private boolean hasEnded() {
        return RequestContext.isAbandoned(context) || response.ended() || response.closed();
    }
}
