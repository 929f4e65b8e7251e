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

/** Sends a prepared answer to a GET or HEAD: the whole of it, or 304 to a client that has it. */
public final class ConditionalGet {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final String GZIP = "gzip";
    private static final CharSequence GZIP_HEADER = HttpHeaders.createOptimized(GZIP);

    private final CharSequence cacheControl;
    private final HeavyReads heavyReads;

    public ConditionalGet(CachePolicy policy, HeavyReads heavyReads) {
        this.cacheControl = policy.header();
        this.heavyReads = heavyReads;
    }

    /** Nothing, if the request has been given up in the meantime. */
    public void send(RoutingContext context, CachedResponse answer) {
        if (RequestContext.isGivenUp(context)) {
            return;
        }
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Representation form = answer.isWorthCompressing() && readsGzip(context) ? answer.compressed() : answer.plain();
        response.putHeader(HttpHeaders.ETAG, form.tagHeader()).putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        if (answer.isCompressible()) {
            Vary.add(response.headers(), HttpHeaders.ACCEPT_ENCODING);
        }
        if (has(request, form)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).putHeader(HttpHeaders.CONTENT_LENGTH, form.length());
        if (form.compressed()) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP_HEADER);
        }
        if (request.method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        if (answer.isWorthCompressing()) {
            heavyReads.reserve(answer.beginSend());
            context.addEndHandler(end -> heavyReads.release(answer.endSend()));
        }
        response.end(form.body());
    }

    private static boolean has(HttpServerRequest request, Representation form) {
        String first = request.headers().get(HttpHeaders.IF_NONE_MATCH);
        return first != null
                && (first.equals(form.tag())
                        || EntityTags.anyMatches(request.headers().getAll(HttpHeaders.IF_NONE_MATCH), form.tag()));
    }

    /** Whether the client takes gzip, and likes it no less than the plain form (RFC 9110, section 12.5.3). */
    private static boolean readsGzip(RoutingContext context) {
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
        float liking = gzip < 0 ? any : gzip;
        return liking > 0 && liking >= plain;
    }
}
