package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.github.viewtally.model.Counts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages behind a reverse proxy with a prefix, in a real browser. */
@Timeout(180)
class PrefixIT {

    private static Browser browser;
    private static Site site;
    private static Site emptySite;
    private static PrefixProxy proxy;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        site = new Site();
        site.storeSummaries(Map.of("v1", new Counts(1_000, 60, 3, 2), "v2", new Counts(500, 30, 1, 0)));
        emptySite = new Site();
        proxy = new PrefixProxy(Map.of("/stats/", site.url(), "/empty/", emptySite.url()));
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {proxy, site, emptySite, browser}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @AfterEach
    void assertNoErrorsAndNoPathsOutsideThePrefix() {
        browser.assertNoErrors();
        assertThat(proxy.unknownPaths()).isEmpty();
        assertThat(proxy.failures()).isEmpty();
    }

    private static Locator rows(Page page) {
        return page.locator("#table tbody tr");
    }

    private static URI url(String prefix, String path) {
        return prefix.equals("/") ? site.url().resolve(path) : proxy.url(prefix + path.substring(1));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/stats/"})
    void sendsReadsOfTheContractPageToItsServer(String prefix) {
        Page page = browser.open(url(prefix, "/docs"), ColorScheme.LIGHT);
        Locator read = page.locator("#operations-totals-getVideoSummary");
        read.locator(".opblock-summary-control").click();
        read.locator(".try-out__btn").click();
        read.locator("input[placeholder=videoId]").fill("v1");

        Response response =
                page.waitForResponse(candidate -> candidate.url().endsWith("/summary"), () -> read.locator(".execute")
                        .click());

        assertThat(URI.create(response.url())).hasPath(prefix + "videos/v1/summary");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("\"views\":1000");
        page.context().close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/stats/"})
    void sendsWritesOfTheContractPageToItsServer(String prefix) {
        Page page = browser.open(url(prefix, "/docs"), ColorScheme.LIGHT);
        Locator write = page.locator("#operations-events-recordVote");
        write.locator(".opblock-summary-control").click();
        write.locator(".try-out__btn").click();

        Response response =
                page.waitForResponse(candidate -> candidate.url().endsWith("/votes"), () -> write.locator(".execute")
                        .click());

        assertThat(URI.create(response.url())).hasPath(prefix + "votes");
        assertThat(response.status()).isEqualTo(200);
        page.context().close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"dashboard", "dashboard/", "dashboard/index.html"})
    void redirectsToTheDashboardUnderThePrefix(String path) {
        Page page = browser.open(proxy.url("/stats/" + path), ColorScheme.LIGHT);

        assertThat(page).hasURL(proxy.url("/stats/").toString());
        assertThat(rows(page)).not().hasCount(0);
        page.context().close();
    }

    @Test
    void redirectsToTheContractPageUnderThePrefix() {
        Page page = browser.open(proxy.url("/stats/docs/"), ColorScheme.LIGHT);

        assertThat(page).hasURL(proxy.url("/stats/docs").toString());
        assertThat(page.locator("#operations-events-recordView")).isVisible();
        page.context().close();
    }

    @Test
    void showsAndRecordsUnderThePrefix() {
        Page page = browser.open(proxy.url("/stats/"), ColorScheme.LIGHT);

        assertThat(rows(page).first()).containsText("v1");
        page.getByLabel("Video", new Page.GetByLabelOptions().setExact(true)).fill("posted");
        page.locator("#post button").click();
        assertThat(page.locator("#post-result")).containsText("Stored");
        rows(page).first().locator("button, a").first().click();
        assertThat(page.locator("#detail [data-field=views]")).hasText("1,000");
        page.locator("#detail-close").click();
        page.locator("footer a").first().click();
        assertThat(page).hasURL(proxy.url("/stats/docs").toString());
        page.context().close();
    }

    /** Tabs of one dashboard share their lists. Tabs of another dashboard must not use them. */
    @Test
    void keepsTwoDashboardsOfOneOriginApart() {
        Page full = browser.open(proxy.url("/stats/"), ColorScheme.LIGHT);
        assertThat(rows(full).first()).containsText("v1");
        // With this number of tabs, some tabs would wait for others if all shared their lists.
        for (int i = 0; i < 4; i++) {
            browser.open(proxy.url("/stats/"), full.context());
        }
        Page empty = browser.open(proxy.url("/empty/"), full.context());
        assertThat(empty.locator("#empty")).isVisible();
        empty.evaluate(
                """
                () => {
                  window.mostRows = 0;
                  const count = () => window.mostRows = Math.max(window.mostRows, document.querySelectorAll("#table tbody tr").length);
                  new MutationObserver(count).observe(document.querySelector("#table"), { childList: true, subtree: true });
                }
                """);

        for (String prefix : List.of("/stats/", "/empty/")) {
            long before = reads(prefix);
            await().until(() -> reads(prefix) >= before + 5);
        }

        assertThat(empty.evaluate("() => window.mostRows")).isEqualTo(0);
        assertThat(rows(full).first()).containsText("v1");
        full.context().close();
    }

    private static long reads(String prefix) {
        return proxy.forwarded().stream()
                .filter(request -> request.equals("GET " + prefix + "summaries/videos"))
                .count();
    }
}
