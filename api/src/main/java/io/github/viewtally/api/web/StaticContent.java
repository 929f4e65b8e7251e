package io.github.viewtally.api.web;

import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.response.ConditionalGet;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** Serves static files: the dashboard, the client for players and its demo, and the contract. Pages load nothing from other hosts. */
public final class StaticContent {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final long MAX_AGE_SECONDS = 31_536_000;

    /** Matches the path of a file, but no encoded separator and no parent folder. */
    private static final Pattern FILE_PATH = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+");

    private StaticContent() {}

    /** Serves the page at {@code /}. */
    public static Handler<RoutingContext> index() {
        return context -> send(context, "dashboard/index.html", "text/html; charset=utf-8");
    }

    /** Serves the contract of the API. */
    public static Handler<RoutingContext> contract() {
        return context -> send(context, "openapi.yaml", "application/yaml");
    }

    /** Serves the scripts, styles and images of the dashboard. */
    public static Handler<RoutingContext> dashboard() {
        StaticHandler files = StaticHandler.create("dashboard").setCachingEnabled(false);
        return context -> {
            setPolicy(context.response());
            if (context.normalizedPath().matches("/dashboard/?(index.html)?")) {
                // A relative redirect, because a proxy may have removed a prefix of the path.
                context.redirect(context.normalizedPath().equals("/dashboard") ? "./" : "../");
                return;
            }
            serve(context, files);
        };
    }

    /** Serves the page with a player at {@code /demo}. */
    public static Handler<RoutingContext> demoPage() {
        return context -> {
            if (context.normalizedPath().endsWith("/")) {
                context.redirect("../demo");
                return;
            }
            send(context, "demo/index.html", "text/html; charset=utf-8");
        };
    }

    /** Serves the scripts and styles of the page with a player. */
    public static Handler<RoutingContext> demoFiles() {
        StaticHandler files = StaticHandler.create("demo").setCachingEnabled(false);
        return context -> {
            setPolicy(context.response());
            if (context.normalizedPath().equals("/demo/index.html")) {
                context.redirect("../demo");
                return;
            }
            serve(context, files);
        };
    }

    /** Serves the chart library from its webjar. Its path contains the version, so browsers may cache it. */
    public static Handler<RoutingContext> charts() {
        StaticHandler files =
                StaticHandler.create("META-INF/resources/webjars/uplot").setMaxAgeSeconds(MAX_AGE_SECONDS);
        return context -> {
            setPolicy(context.response());
            serve(context, files);
        };
    }

    /** Serves the client for players, an ES module that pages of other origins load. Use the handler on one event loop. */
    public static Handler<RoutingContext> playerClient(ConditionalGet conditionalGet) {
        return cached("/player/client.js", "text/javascript; charset=utf-8", conditionalGet);
    }

    /** Serves the declarations of that module for TypeScript. Use the handler on one event loop. */
    public static Handler<RoutingContext> playerClientTypes(ConditionalGet conditionalGet) {
        return cached("/player/client.d.ts", "text/plain; charset=utf-8", conditionalGet);
    }

    private static Handler<RoutingContext> cached(String file, String type, ConditionalGet conditionalGet) {
        try (InputStream content = StaticContent.class.getResourceAsStream(file)) {
            CachedResponse response = CachedResponse.compressible(content.readAllBytes(), type);
            return context -> conditionalGet.send(context, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(RoutingContext context, StaticHandler files) {
        if (FILE_PATH.matcher(context.normalizedPath()).matches()) {
            files.handle(context);
        } else {
            context.next();
        }
    }

    private static HttpServerResponse setPolicy(HttpServerResponse response) {
        return response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    }

    private static void send(RoutingContext context, String file, String type) {
        setPolicy(context.response())
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .sendFile(file)
                .onFailure(context::fail);
    }
}
