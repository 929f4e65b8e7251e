package io.github.viewtally.local.dashboard;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client for players in a real browser, in the demo and in a page of another origin. */
@Timeout(180)
class PlayerIT {

    /** Measures what is watched in another way than the client: by the events of the element alone. */
    private static final String MEASURE =
            """
            () => {
              const video = document.querySelector("video");
              let sum = 0;
              let since = null;
              video.addEventListener("playing", () => since ??= performance.now());
              video.addEventListener("pause", () => {
                sum += performance.now() - since;
                since = null;
              });
              window.watched = () => (sum + (since === null ? 0 : performance.now() - since)) / 1000;
            }
            """;

    private static final String QUEUED =
            "Object.keys(localStorage).filter((key) => key.startsWith('viewtally http')).length";

    private static Browser browser;
    private static HttpServer otherOrigin;
    private static Site site;

    private Page page;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        otherOrigin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site = new Site(Map.of("CORS_ORIGINS", url(otherOrigin).toString()));
        byte[] html =
                """
                <!DOCTYPE html><title>A player</title><video muted></video>
                <script type="module">
                  import { track } from "%s";
                  const video = document.querySelector("video");
                  const canvas = document.createElement("canvas");
                  const pen = canvas.getContext("2d");
                  let frame = 0;
                  setInterval(() => pen.fillText(frame++, 20, 20), 40);
                  video.srcObject = canvas.captureStream();
                  window.tracker = track(video, { user: "elsewhere", videoId: "film" });
                </script>
                """
                        .replace("%s", site.url().resolve("/client.js").toString())
                        .getBytes(StandardCharsets.UTF_8);
        otherOrigin.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        otherOrigin.start();
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        if (otherOrigin != null) {
            otherOrigin.stop(0);
        }
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void assertNoErrors() {
        browser.closeAfterTest(page);
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Opens a page with a player and returns the viewer of the demo. */
    private String open(URI url) {
        page = browser.open(url, ColorScheme.LIGHT);
        page.evaluate(MEASURE);
        return (String) page.evaluate("() => localStorage['viewtally-demo-viewer']");
    }

    private void play() {
        page.evaluate("() => document.querySelector('video').play()");
    }

    private void pause() {
        page.evaluate("() => document.querySelector('video').pause()");
    }

    private void waitUntilWatched(double seconds) {
        page.waitForFunction("(seconds) => window.watched() >= seconds", seconds);
    }

    private void awaitEmptyQueue() {
        page.waitForFunction("() => " + QUEUED + " === 0");
    }

    private double watched() {
        return ((Number) page.evaluate("() => window.watched()")).doubleValue();
    }

    /** Closes the page as a person does, with the events of its end. */
    private void close() {
        page.waitForClose(() -> page.close(new Page.CloseOptions().setRunBeforeUnload(true)));
    }

    private static JsonArray viewsOf(String user) {
        return new JsonObject(site.get("/users/" + user + "/views").body()).getJsonArray("items");
    }

    private static void awaitOneView(String user, double seconds) {
        await().untilAsserted(() -> {
            assertThat(viewsOf(user)).hasSize(1);
            assertThat(viewsOf(user).getJsonObject(0).getDouble("duration")).isCloseTo(seconds, within(1.0));
        });
    }

    @Test
    void storesOneViewWithTheSecondsWatched() {
        String user = open(site.url().resolve("/demo"));
        play();
        waitUntilWatched(6);
        pause();
        page.waitForTimeout(3_000);
        play();
        waitUntilWatched(9);
        Browser.hide(page, true);
        waitUntilWatched(15);
        Browser.hide(page, false);
        pause();
        page.waitForTimeout(1_000);
        play();
        waitUntilWatched(18);
        double watched = watched();
        close();

        awaitOneView(user, watched);
        await().untilAsserted(() -> assertThat(
                        new JsonObject(site.get("/users/" + user + "/summary").body()).getInteger("views"))
                .isEqualTo(1));
    }

    @Test
    void deliversEventsAfterFiveSecondsOffline() {
        String user = open(site.url().resolve("/demo"));
        play();
        waitUntilWatched(5);
        page.context().setOffline(true);
        page.locator("#like").click();
        waitUntilWatched(12);
        assertThat(page.evaluate(QUEUED)).isEqualTo(2);
        assertThat(viewsOf(user)).isEmpty();
        page.context().setOffline(false);

        awaitEmptyQueue();
        assertThat(viewsOf(user)).hasSize(1);
        assertThat(viewsOf(user).getJsonObject(0).getInteger("duration")).isBetween(10, 13);
        assertThat(site.get("/users/" + user + "/votes").body()).contains("LIKE");
    }

    @Test
    void deliversAViewThatEndedOfflineFromTheNextPage() {
        String user = open(site.url().resolve("/demo"));
        play();
        waitUntilWatched(3);
        page.context().setOffline(true);
        Page next = browser.open(URI.create("about:blank"), page.context());
        close();
        assertThat(viewsOf(user)).isEmpty();
        page = next;
        page.context().setOffline(false);
        page.navigate(site.url().resolve("/demo").toString());

        awaitOneView(user, 3);
    }

    @Test
    void recordsFromAPageOfAnotherOrigin() {
        open(url(otherOrigin));
        page.evaluate("() => tracker.like()");
        play();
        waitUntilWatched(10.5);
        awaitOneView("elsewhere", 10);
        awaitEmptyQueue();
        assertThat(site.get("/users/elsewhere/votes").body()).contains("LIKE");
        page.evaluate("() => tracker.clear()");
        assertThat(site.get("/users/elsewhere/votes").body()).doesNotContain("LIKE");
        waitUntilWatched(14);
        double watched = watched();
        close();

        awaitOneView("elsewhere", watched);
    }
}
