package io.github.viewtally.api.web;

import io.github.viewtally.api.response.CachedResponse;
import io.github.viewtally.api.response.ConditionalGet;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the client for players: an ES module that pages of other origins load, and its types. */
public final class PlayerClient {

    private PlayerClient() {}

    /** Serves the module. Use the handler on one event loop. */
    public static Handler<RoutingContext> script(ConditionalGet conditionalGet) {
        return file("client.js", "text/javascript; charset=utf-8", conditionalGet);
    }

    /** Serves the module's declarations for TypeScript. Use the handler on one event loop. */
    public static Handler<RoutingContext> types(ConditionalGet conditionalGet) {
        return file("client.d.ts", "text/plain; charset=utf-8", conditionalGet);
    }

    private static Handler<RoutingContext> file(String name, String type, ConditionalGet conditionalGet) {
        CachedResponse response = CachedResponse.compressible(read(name), type);
        return context -> conditionalGet.send(context, response);
    }

    private static byte[] read(String name) {
        try (InputStream file = PlayerClient.class.getResourceAsStream("/player/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
