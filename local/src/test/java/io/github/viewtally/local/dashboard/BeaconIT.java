package io.github.viewtally.local.dashboard;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins in a real browser. Only those of an allowed origin can record events, also when they are closed. */
@Timeout(180)
class BeaconIT {

    private static final String JSON_BLOB = "new Blob([body], { type: 'application/json' })";
    private static final String TEXT_BLOB = "new Blob([body], { type: 'text/plain' })";
    private static final String STRING = "body";

    private static Browser browser;
    private static HttpServer allowed;
    private static HttpServer other;
    private static Site site;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        allowed = pageServer();
        other = pageServer();
        site = new Site(Map.of("CORS_ORIGINS", originOf(allowed)));
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        Stream.of(allowed, other).filter(server -> server != null).forEach(server -> server.stop(0));
        if (browser != null) {
            browser.close();
        }
    }

    private static HttpServer pageServer() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] page = "<!DOCTYPE html><title>A player</title>".getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String originOf(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Page open(HttpServer server) {
        return browser.open(URI.create(originOf(server)), ColorScheme.LIGHT);
    }

    private static void send(Page page, String path, String what, JsonObject event) {
        Object queued = page.evaluate(
                "([url, body]) => navigator.sendBeacon(url, " + what + ")",
                List.of(site.url().resolve(path).toString(), event.encode()));
        assertThat(queued).isEqualTo(true);
    }

    private static JsonObject viewOf(String user) {
        return new JsonObject().put("userId", user).put("videoId", "v").put("duration", 1);
    }

    private static int viewsOf(String user) {
        return new JsonObject(site.get("/users/" + user + "/views").body())
                .getJsonArray("items")
                .size();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {JSON_BLOB, TEXT_BLOB, STRING})
    void storesAllKindsOfBeaconsOfAnAllowedOrigin(String what) {
        String user = "listed-" + Integer.toHexString(what.hashCode());
        Page page = open(allowed);

        send(page, "/views", what, viewOf(user));
        send(
                page,
                "/votes",
                what,
                new JsonObject().put("userId", user).put("videoId", "v").put("voteType", "LIKE"));
        send(
                page,
                "/events",
                what,
                new JsonObject().put("events", List.of(viewOf(user).put("type", "VIEW"))));

        await().untilAsserted(() -> {
            assertThat(viewsOf(user)).isEqualTo(2);
            assertThat(site.get("/users/" + user + "/votes").body()).contains("LIKE");
        });
        page.context().close();
    }

    @Test
    void storesBeaconsThatAClosingPageSends() {
        Page page = open(allowed);
        page.evaluate(
                """
                ([url, body]) => addEventListener("pagehide", () =>
                    navigator.sendBeacon(url, new Blob([body], { type: "application/json" })))
                """,
                List.of(
                        site.url().resolve("/views").toString(),
                        viewOf("leaving").encode()));

        page.navigate("about:blank");

        await().untilAsserted(() -> assertThat(viewsOf("leaving")).isEqualTo(1));
        page.context().close();
    }

    @Test
    void allowsRequestsWithCredentialsFromAnAllowedOrigin() {
        Page page = open(allowed);

        Object shown = page.evaluate(
                "async (url) => (await fetch(url, { credentials: 'include' })).json()",
                site.url().resolve("/videos/none/summary").toString());

        assertThat(shown.toString()).contains("videoId=none");
        page.context().close();
    }

    @Test
    void storesNothingOfAnotherOrigin() {
        Page page = open(other);

        for (String what : List.of(JSON_BLOB, TEXT_BLOB, STRING)) {
            send(page, "/views", what, viewOf("unlisted"));
            // The same request again, with fetch, so that the test can wait for its end.
            page.evaluate(
                    "async ([url, body]) => fetch(url, { method: 'POST', body: " + what
                            + ", credentials: 'include', keepalive: true }).catch(() => null)",
                    List.of(
                            site.url().resolve("/views").toString(),
                            viewOf("unlisted").encode()));
        }
        send(open(allowed), "/views", JSON_BLOB, viewOf("afterwards"));

        await().untilAsserted(() -> assertThat(viewsOf("afterwards")).isEqualTo(1));
        assertThat(viewsOf("unlisted")).isZero();
        page.context().close();
    }
}
