package io.github.viewtally.api.response;

import io.github.viewtally.api.limits.HeavyReads;
import io.github.viewtally.api.request.RequestContext;
import io.github.viewtally.api.response.CachedResponse.Representation;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** Responds to GET and HEAD with a {@link CachedResponse}, or with 304 if the client has it. */
public final class ConditionalGet {

    private static final String GZIP = "gzip";
    private static final CharSequence GZIP_HEADER = HttpHeaders.createOptimized(GZIP);

    private final CharSequence cacheControl;
    private final HeavyReads heavyReads;

    public ConditionalGet(CachePolicy policy, HeavyReads heavyReads) {
        this.cacheControl = policy.header();
        this.heavyReads = heavyReads;
    }

    /** Sends the response; does nothing if the request has timed out. */
    public void send(RoutingContext context, CachedResponse cached) {
        if (RequestContext.isTimedOut(context)) {
            return;
        }
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Representation form =
                cached.isWorthCompressing() && acceptsGzip(context) ? cached.compressed() : cached.plain();
        response.putHeader(HttpHeaders.ETAG, form.tagHeader()).putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        if (cached.isCompressible()) {
            CachePolicy.varyBy(response.headers(), HttpHeaders.ACCEPT_ENCODING);
        }
        if (has(request, form)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, cached.mediaType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, form.length());
        if (form.compressed()) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP_HEADER);
        }
        if (request.method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        if (cached.isWorthCompressing()) {
            heavyReads.reserve(cached.beginSend());
            context.addEndHandler(end -> heavyReads.release(cached.endSend()));
        }
        response.end(form.body());
    }

    private static boolean has(HttpServerRequest request, Representation form) {
        String first = request.headers().get(HttpHeaders.IF_NONE_MATCH);
        return first != null
                && (first.equals(form.tag())
                        || EntityTags.anyMatches(request.headers().getAll(HttpHeaders.IF_NONE_MATCH), form.tag()));
    }

    /** Returns whether the client accepts gzip and prefers it or is indifferent (RFC 9110, section 12.5.3). */
    private static boolean acceptsGzip(RoutingContext context) {
        if (!context.request().headers().contains(HttpHeaders.ACCEPT_ENCODING)) {
            return false;
        }
        float any = 0;
        float gzip = -1;
        float plain = 0;
        for (ParsedHeaderValue encoding : context.parsedHeaders().acceptEncoding()) {
            switch (encoding.value().toLowerCase(Locale.ROOT)) {
                case GZIP, "x-gzip" -> gzip = encoding.weight();
                case "identity" -> plain = encoding.weight();
                case "*" -> any = encoding.weight();
                default -> {}
            }
        }
        float weight = gzip < 0 ? any : gzip;
        return weight > 0 && weight >= plain;
    }
}
