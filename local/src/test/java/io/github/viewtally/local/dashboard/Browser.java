package io.github.viewtally.local.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
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

/** The installed Chromium, controlled by Playwright. All test classes of a process use the same one, one after the other. */
public final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of(System.getProperty("viewtally.chromium", "/usr/bin/chromium"));
    private static final double TIMEOUT_MILLIS = 15_000;
    private static final double ASSERTION_TIMEOUT_MILLIS = 20_000;

    private static com.microsoft.playwright.Browser chromium;

    private final List<String> errors = new CopyOnWriteArrayList<>();

    private static void launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(ASSERTION_TIMEOUT_MILLIS);
        // It ends with this process.
        Playwright playwright = Playwright.create(
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

    /** Starts Chromium. Skips the tests with a message if Chromium is not installed. */
    public static Browser start() {
        String reason =
                "skipped: there is no Chromium at " + CHROMIUM + " (set another path with -Dviewtally.chromium)";
        if (!Files.isExecutable(CHROMIUM)) {
            System.out.println("Tests in a browser are " + reason);
        }
        assumeTrue(Files.isExecutable(CHROMIUM), reason);
        if (chromium == null) {
            launch();
        }
        return new Browser();
    }

    /** Opens a page in a new window. */
    public Page open(URI url, ColorScheme scheme) {
        BrowserContext context = chromium.newContext(
                new NewContextOptions().setColorScheme(scheme).setViewportSize(1_360, 860));
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        return open(url, context);
    }

    /** Opens the dashboard in a new tab of a window. */
    Page open(URI url, BrowserContext context) {
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(this::addError);
        page.navigate(url.toString());
        return page;
    }

    private void addError(ConsoleMessage message) {
        // Failed requests are errors in the console too, but the page shows them itself.
        if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
            errors.add(message.text());
        }
    }

    /**
     * Checks that no page had an uncaught exception or a console error since the last call. Violations of the
     * Content-Security-Policy are console errors.
     */
    void assertNoErrors() {
        List<String> found = List.copyOf(errors);
        errors.clear();
        assertThat(found).isEmpty();
    }

    /** Closes the window of a page, if there is one, and fails like {@link #assertNoErrors}. */
    public void closeAfterTest(Page page) {
        try {
            assertNoErrors();
        } finally {
            if (page != null) {
                if (!page.isClosed()) {
                    // The page still polls: a request that a test answers would fail while its window closes.
                    page.unrouteAll();
                }
                page.context().close();
            }
        }
    }

    /** Hides or shows a page for its scripts. A headless browser shows all tabs. */
    static void hide(Page page, boolean hidden) {
        page.evaluate(
                """
                (hidden) => {
                  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
                  document.dispatchEvent(new Event("visibilitychange"));
                }
                """,
                hidden);
    }

    /** Returns the serious accessibility violations that axe-core finds in the page. */
    @SuppressWarnings("unchecked")
    static List<String> accessibilityViolations(Page page) {
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

    /** Closes all windows. */
    @Override
    public void close() {
        List.copyOf(chromium.contexts()).forEach(BrowserContext::close);
    }
}
