package io.github.viewtally.local.dashboard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The machine's Chromium, driven by Playwright. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of(System.getProperty("viewtally.chromium", "/usr/bin/chromium"));
    private static final double PATIENCE_MILLIS = 15_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Skips the tests, and says so, where there is no Chromium. */
    static Browser start() {
        String reason = "skipped: there is no Chromium at " + CHROMIUM + " (-Dviewtally.chromium=... names another)";
        if (!Files.isExecutable(CHROMIUM)) {
            System.out.println("Tests of the dashboard are " + reason);
        }
        assumeTrue(Files.isExecutable(CHROMIUM), reason);
        return new Browser();
    }

    /** The dashboard in a new window. */
    Page open(URI url, ColorScheme scheme) {
        BrowserContext context = chromium.newContext(
                new NewContextOptions().setColorScheme(scheme).setViewportSize(1_360, 860));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return open(url, context);
    }

    /** The dashboard in a tab of a window that is open. */
    Page open(URI url, BrowserContext context) {
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> note(message));
        page.navigate(url.toString());
        return page;
    }

    private void note(ConsoleMessage message) {
        // What cannot be fetched is reported so too, and the page itself tells of it.
        if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
            complaints.add(message.text());
        }
    }

    /** What scripts threw and what the browser refused, a breach of the Content-Security-Policy among it. */
    List<String> complaints() {
        return complaints;
    }

    void forgetComplaints() {
        complaints.clear();
    }

    /** The serious findings of axe-core about the page as it is now. */
    @SuppressWarnings("unchecked")
    static List<String> seriousFindings(Page page) {
        page.evaluate(axe());
        return (List<String>)
                page.evaluate(
                        """
                async () => (await axe.run()).violations
                  .filter(({ impact }) => impact === "serious" || impact === "critical")
                  .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + " " + failureSummary)}`)
                """);
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
