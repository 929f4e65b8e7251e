package io.github.viewtally.api.polling;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers requests for totals. However many clients poll a resource, it is read at most once a second, and those who have
 * it already are told so with a 304. To be used on the event loop of the given context.
 */
public final class PolledAnswers {

    /** How long an answer is given again; also how long a client may keep it without asking. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final long MOST_BYTES = 32L * 1024 * 1024;

    /** RFC 9111 and RFC 5861. */
    private static final String CACHE_CONTROL = "max-age=1, stale-while-revalidate=5";

    private final Context context;
    private final Optional<AsyncCache<String, Representation>> cache;
    private final CacheListener listener;

    /** Is told of every request whether its answer was at hand. */
    public interface CacheListener {
        void asked(boolean hit);
    }

    /** Without the cache, every request is read from the table. */
    public PolledAnswers(Context context, boolean caching, CacheListener listener) {
        this.context = context;
        this.listener = listener;
        this.cache = caching
                ? Optional.of(Caffeine.newBuilder()
                        .expireAfterWrite(FRESH)
                        .maximumWeight(MOST_BYTES)
                        .weigher((String key, Representation answer) -> key.length() + answer.weight())
                        // Its upkeep is short, and the event loop is where it is used.
                        .executor(Runnable::run)
                        .buildAsync())
                : Optional.empty();
    }

    /** Who may keep an answer: anybody between here and the client, or the client alone. */
    public enum Scope {
        PUBLIC,
        PRIVATE
    }

    /**
     * Answers a request.
     *
     * @param key what is asked for, the same for all requests that get the same answer
     * @param read reads it from the table; requests that come meanwhile wait for the same read
     */
    public void answer(RoutingContext routing, Scope scope, String key, Supplier<Future<JsonObject>> read) {
        representation(key, read)
                .onSuccess(representation -> send(routing, scope, representation))
                .onFailure(routing::fail);
    }

    private Future<Representation> representation(String key, Supplier<Future<JsonObject>> read) {
        if (cache.isEmpty()) {
            return read.get().map(Representation::of);
        }
        boolean[] missed = {false};
        var answer = cache.get().get(key, (ignored, executor) -> {
            missed[0] = true;
            return read.get().map(Representation::of).toCompletionStage().toCompletableFuture();
        });
        listener.asked(!missed[0]);
        return answer.isDone() && !answer.isCompletedExceptionally()
                ? Future.succeededFuture(answer.join())
                : Future.fromCompletionStage(answer, context);
    }

    private static void send(RoutingContext routing, Scope scope, Representation identity) {
        HttpServerRequest request = routing.request();
        Representation chosen = identity.compressed()
                .filter(compressed -> acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING)))
                .orElse(identity);
        HttpServerResponse response = routing.response()
                .putHeader(HttpHeaders.ETAG, chosen.entityTag())
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        scope == Scope.PUBLIC ? "public, " + CACHE_CONTROL : "private, " + CACHE_CONTROL);
        if (identity.compressed().isPresent()) {
            response.putHeader(HttpHeaders.VARY, "accept-encoding");
        }
        if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), chosen.entityTag())) {
            response.setStatusCode(304).end();
            return;
        }
        if (chosen != identity) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(chosen.body());
    }

    /** RFC 9110, section 13.1.2: a list of tags, compared weakly, or an asterisk. */
    static boolean matches(String ifNoneMatch, String entityTag) {
        return ifNoneMatch != null
                && (ifNoneMatch.equals(entityTag)
                        || Arrays.stream(ifNoneMatch.split(","))
                                .map(String::trim)
                                .anyMatch(tag -> tag.equals("*")
                                        || tag.replaceFirst("^W/", "").equals(entityTag)));
    }

    /** RFC 9110, section 12.5.3, as far as gzip goes. */
    static boolean acceptsGzip(String acceptEncoding) {
        return acceptEncoding != null
                && Arrays.stream(acceptEncoding.toLowerCase(Locale.ROOT).split(","))
                        .map(coding -> coding.replace(" ", ""))
                        .anyMatch(coding -> coding.equals("gzip")
                                || coding.startsWith("gzip;") && !coding.matches("gzip;q=0(\\.0*)?"));
    }
}
