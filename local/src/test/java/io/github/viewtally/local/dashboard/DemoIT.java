package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page with a player: votes, totals, accessibility, and a reverse proxy with a prefix. */
@Timeout(180)
class DemoIT {

    private static Browser browser;
    private static Site site;

    private Page page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        site = new Site();
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void assertNoErrors() {
        browser.closeAfterTest(page);
    }

    private void open(URI url) {
        page = browser.open(url, ColorScheme.LIGHT);
    }

    @Test
    void showsTheTotalsAndTheVotes() {
        open(site.url().resolve("/demo"));
        assertThat(page.locator("[data-field=dislikes]")).not().hasText("");
        String before = page.locator("[data-field=dislikes]").textContent();
        page.locator("#dislike").click();
        assertThat(page.locator("#dislike")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("[data-field=dislikes]")).not().hasText(before);
        page.reload();
        assertThat(page.locator("#dislike")).hasAttribute("aria-pressed", "true");
        page.locator("#dislike").click();
        assertThat(page.locator("#dislike")).hasAttribute("aria-pressed", "false");
        assertThat(page.locator("[data-field=dislikes]")).hasText(before);
    }

    @Test
    void keepsAVoteThatIsFasterThanTheReadOfTheStoredOne() {
        open(site.url().resolve("/demo"));
        List<Route> held = new ArrayList<>();
        page.route("**/users/*/votes", held::add);
        page.reload();
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(page.locator("[data-field=dislikes]")).not().hasText("");
        String before = page.locator("[data-field=dislikes]").textContent();
        page.locator("#dislike").click();
        assertThat(page.locator("#dislike")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("[data-field=dislikes]")).not().hasText(before);

        Response read = page.waitForResponse("**/users/*/votes", () -> held.get(0)
                .fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"items\":[]}")));
        read.finished();
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
        assertThat(page.locator("#dislike")).hasAttribute("aria-pressed", "true");
        page.locator("#dislike").click();
        assertThat(page.locator("[data-field=dislikes]")).hasText(before);
    }

    @ParameterizedTest(name = "{0} px, {1}")
    @CsvSource({"390, LIGHT", "390, DARK", "1400, LIGHT", "1400, DARK"})
    void isAccessibleAndFitsTheScreen(int width, ColorScheme scheme) {
        page = browser.open(site.url().resolve("/demo"), scheme);
        page.setViewportSize(width, 900);
        assertThat(page.locator("[data-field=views]")).not().hasText("");

        assertThat(Browser.accessibilityViolations(page)).isEmpty();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void worksBehindAProxyWithAPrefix() {
        try (PrefixProxy proxy = new PrefixProxy(Map.of("/stats/", site.url()))) {
            open(proxy.url("/stats/demo"));
            String user = (String) page.evaluate("() => localStorage['viewtally-demo-viewer']");
            page.locator("#like").click();

            await().untilAsserted(() ->
                    assertThat(site.get("/users/" + user + "/votes").body()).contains("LIKE"));
            assertThat(proxy.unknownPaths()).isEmpty();
        }
    }
}
