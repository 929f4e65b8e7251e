package io.github.viewtally.local.docs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.viewtally.local.dashboard.Browser;
import io.github.viewtally.testsupport.process.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds the site of the documentation, if its packages are installed, and looks at it in Chromium. */
class DocumentationSiteIT {

    private static final Path SOURCE = MarkdownFile.repository().resolve("docs").resolve("site");
    private static final Path SITE = SOURCE.resolve("target").resolve("site");
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css", "png", "image/png");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static String output;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        String reason = "the packages of the documentation's site are not installed: npm ci in docs/site";
        boolean installed = Files.isDirectory(SOURCE.resolve("node_modules"));
        if (!installed) {
            System.out.println("DocumentationSiteIT is skipped: " + reason);
        }
        assumeTrue(installed, reason);
        // As its npm run build does.
        Programs.run(SOURCE, TIMEOUT, "node", "node_modules/vitepress/bin/vitepress.js", "build", ".");
        output = Programs.run(SOURCE, TIMEOUT, "node", "check.mjs");
    }

    @Test
    void everyLinkOfEveryPageLeadsSomewhere() {
        assertThat(output).contains(" 0 faults");
    }

    @Test
    void searchFindsAWordAndLoadsNothingFromOtherHosts() throws IOException {
        HttpServer server = serve();
        try (Browser browser = Browser.start()) {
            List<String> requests = new CopyOnWriteArrayList<>();
            Page page = browser.open(url(server, "index.html"), ColorScheme.LIGHT);
            try {
                page.onRequest(request -> requests.add(request.url()));
                page.reload();
                page.locator(".VPNavBarSearch button").first().click();
                page.locator("#localsearch-input").fill("quarantined");
                page.locator(".VPLocalSearchBox .result").first().click();
                assertThat(page).hasURL(Pattern.compile(".*/(deploying|delivery-semantics|tasks)\\.html.*"));
                assertThat(page.locator("main")).containsText("quarantine");
                assertThat(requests)
                        .isNotEmpty()
                        .allMatch(request -> request.startsWith(url(server, "").toString()));
            } finally {
                browser.closeAfterTest(page);
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void noPageIsWiderThanAPhone() throws IOException {
        HttpServer server = serve();
        try (Browser browser = Browser.start();
                Stream<Path> files = Files.walk(SITE)) {
            Page page = browser.open(url(server, "index.html"), ColorScheme.DARK);
            try {
                page.setViewportSize(390, 844);
                List<String> pages = files.map(file -> SITE.relativize(file).toString())
                        .filter(name -> name.endsWith(".html"))
                        .toList();
                assertThat(pages).hasSizeGreaterThan(30).allSatisfy(name -> {
                    page.navigate(url(server, name).toString());
                    assertThat(page.evaluate("document.documentElement.scrollWidth"))
                            .as("width")
                            .isEqualTo(390);
                });
            } finally {
                browser.closeAfterTest(page);
            }
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", DocumentationSiteIT::sendFile);
        server.start();
        return server;
    }

    private static void sendFile(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = SITE.resolve(exchange.getRequestURI().getPath().substring(1));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String extension = file.toString().replaceFirst(".*\\.", "");
            exchange.getResponseHeaders()
                    .set("Content-Type", MEDIA_TYPES.getOrDefault(extension, "application/octet-stream"));
            exchange.sendResponseHeaders(200, 0);
            Files.copy(file, exchange.getResponseBody());
        }
    }

    private static URI url(HttpServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
    }
}
