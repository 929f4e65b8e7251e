package io.github.viewtally.api.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The contract as a page, rendered by Swagger UI from its webjar. Nothing is loaded from other hosts. */
public final class Docs {

    /** The viewer's styles contain their icons as data URLs. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    private static final String VIEWER_VERSION = viewerVersion();
    private static final String VIEWER = "META-INF/resources/webjars/swagger-ui/" + VIEWER_VERSION + "/";

    private static final String STYLES = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** The files of the page, by their names under {@code /docs/}. */
    private static final Map<String, PageFile> FILES = Map.of(
            "swagger-ui.css", new PageFile(VIEWER + "swagger-ui.css", STYLES),
            "swagger-ui-bundle.js", new PageFile(VIEWER + "swagger-ui-bundle.js", SCRIPT),
            "docs.js", new PageFile("docs/docs.js", SCRIPT));

    private record PageFile(String file, String type) {

        boolean isOfViewer() {
            return file.startsWith(VIEWER);
        }
    }

    private Docs() {}

    private static String viewerVersion() {
        try (InputStream file =
                Docs.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves the page at {@code /docs}. */
    public static Handler<RoutingContext> page() {
        PageFile page = new PageFile("docs/index.html", "text/html; charset=utf-8");
        return context -> {
            if (context.normalizedPath().endsWith("/")) {
                // A relative redirect, because a proxy may have removed a prefix of the path.
                context.redirect("../docs");
                return;
            }
            send(context, page);
        };
    }

    /**
     * Serves the files of the page. The viewer's files change only with its version, so browsers cache them for a day.
     */
    public static Handler<RoutingContext> files() {
        String tag = '"' + VIEWER_VERSION + '"';
        return context -> {
            PageFile source = FILES.get(context.normalizedPath().substring("/docs/".length()));
            if (source == null) {
                context.next();
                return;
            }
            if (source.isOfViewer()) {
                context.response()
                        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=86400")
                        .putHeader(HttpHeaders.ETAG, tag);
                if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
                    context.response().setStatusCode(304).end();
                    return;
                }
            }
            send(context, source);
        };
    }

    private static void send(RoutingContext context, PageFile source) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CONTENT_TYPE, source.type());
        if (!source.isOfViewer()) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
        response.sendFile(source.file()).onFailure(context::fail);
    }
}
