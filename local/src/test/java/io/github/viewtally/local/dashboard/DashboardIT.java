package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.github.viewtally.model.Counts;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboard in a real browser, over the whole system. */
@Timeout(120)
class DashboardIT {

    private static final int VIDEOS = 230;

    /** More than these may be added up, by events of other tests. */
    private static final Pattern SUM = Pattern.compile("2\\d\\d videos, as of");

    @TempDir
    static Path data;

    private static Browser browser;
    private static Site site;

    private Page page;

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        browser = Browser.start();
        site = new Site(data);
        Map<String, Counts> videos = new HashMap<>();
        for (int i = 1; i <= VIDEOS; i++) {
            videos.put("v" + i, new Counts(10_000 / i, 60L * i, i % 7, i % 5));
        }
        site.storeSummaries(videos);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (site != null) {
            site.close();
        }
    }

    @AfterEach
    void nothingWasThrownOrRefused() {
        List<String> complaints = List.copyOf(browser.complaints());
        browser.forgetComplaints();
        if (page != null) {
            page.context().close();
        }
        assertThat(complaints).isEmpty();
    }

    private void open() {
        page = browser.open(site.url(), ColorScheme.LIGHT);
        assertThat(rows()).hasCount(50);
    }

    private Locator rows() {
        return page.locator("#table tbody tr");
    }

    private Locator ids() {
        return page.locator("#table tbody th");
    }

    @Test
    void showsTheMostViewedFirstWithTheirLast24Hours() {
        open();

        assertThat(page.locator("#freshness")).hasText(Pattern.compile("Live, as of \\d\\d:\\d\\d:\\d\\d"));
        assertThat(rows().first()).containsText(Pattern.compile("v1\\s*10,000\\s*1 m 00 s\\s*1\\s*1"));
        assertThat(rows().nth(1).locator("th")).hasText("v2");
        assertThat(rows().first().locator("svg"))
                .hasAttribute("aria-label", Pattern.compile("views in the last 24 hours"));
        assertThat(page.locator("#totals-note")).containsText(SUM);
        assertThat(page.locator("#totals [data-field=views]")).hasText(Pattern.compile("\\d\\d,\\d{3}"));
    }

    @Test
    void countsAViewAndAVoteThatWereRecordedByTheForm() {
        open();
        search("posted");
        assertThat(rows()).hasCount(1);
        page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("ann");
        page.getByLabel("Video", new Page.GetByLabelOptions().setExact(true)).fill("posted");
        page.getByLabel("Seconds watched").fill("42");
        page.locator("#post button").click();

        assertThat(page.locator("#post-result")).hasText("Stored: user ann watched video posted for 42 s.");
        assertThat(rows().first().locator("td").nth(0)).hasText("1");
        assertThat(rows().first().locator("td").nth(1)).hasText("42 s");

        page.locator("#post label", new Page.LocatorOptions().setHasText(Pattern.compile("^ Like$")))
                .click();
        page.locator("#post button").click();
        assertThat(rows().first().locator("td").nth(2)).hasText("1");
    }

    @Test
    void marksNumbersThatChanged() {
        open();
        search("marked");
        assertThat(rows()).hasCount(1);
        // The mark is gone after a moment: so whether it came is kept by the page itself.
        page.evaluate(
                """
                () => (window.marked = 0, new MutationObserver(() => { window.marked ||= document.querySelectorAll("td .changed").length; })
                  .observe(document.querySelector("#table"), { subtree: true, attributes: true }))
                """);
        site.post("/views", view("u", "marked", 5));

        assertThat(rows().first().locator("td").nth(0)).hasText("1");
        assertThat(((Number) page.evaluate("window.marked")).intValue()).isPositive();
        assertThat(page.locator("td .changed")).hasCount(0);
    }

    @Test
    void saysWhatIsWrongWithAnEvent() {
        open();
        page.getByLabel("Seconds watched").fill("x");
        page.locator("#post button").click();

        assertThat(page.locator("#post-result")).containsText("duration must be a whole number from 0 to 86400");
    }

    @Test
    void sortsByAnyColumnByMouseAndKeyboard() {
        open();
        sortBy("Watch time").click();
        assertThat(ids().first()).hasText("v50");
        assertThat(header("Watch time")).hasAttribute("aria-sort", "descending");
        assertThat(page.locator("#list-note")).containsText("sorted by watch time within this page");

        sortBy("Watch time").press("Enter");
        assertThat(ids().first()).hasText("v1");
        assertThat(header("Watch time")).hasAttribute("aria-sort", "ascending");

        sortBy("Video").click();
        assertThat(ids().nth(9)).hasText("v10");
        assertThat(header("Watch time")).hasAttribute("aria-sort", "none");
    }

    @Test
    void turnsPages() {
        open();
        page.locator("#next").click();
        assertThat(ids().first()).hasText("v51");
        assertThat(page.locator("#page")).hasText("Page 2");

        page.locator("#previous").click();
        assertThat(ids().first()).hasText("v1");
        assertThat(page.locator("#previous")).isDisabled();
    }

    @Test
    void findsByExactIds() {
        open();
        search("v200, v7");
        assertThat(ids()).hasText(new String[] {"v7", "v200"});
        assertThat(page.locator("#list-note")).containsText("2 videos found by id");

        search("a/b");
        assertThat(page.locator("#list-note")).containsText("“a/b” cannot be an id.");

        search("");
        assertThat(rows()).hasCount(50);
    }

    @Test
    void showsUsersInATabOfTheirOwn() {
        site.post("/views", view("tabbed", "v1", 5));
        open();
        page.locator("#tab-videos").press("ArrowRight");

        assertThat(page.locator("#tab-users")).isFocused();
        assertThat(ids().filter(new Locator.FilterOptions().setHasText("tabbed")))
                .hasCount(1);
        assertThat(page.locator("#table thead th")).hasCount(5);
    }

    @Test
    void showsOneVideoAtACloserLook() {
        for (int i = 0; i < 3; i++) {
            site.post("/views", view("viewer" + i, "looked-at", 10 * (i + 1)));
        }
        site.post(
                "/votes",
                new JsonObject()
                        .put("userId", "fan")
                        .put("videoId", "looked-at")
                        .put("voteType", "LIKE"));
        site.post(
                "/votes",
                new JsonObject()
                        .put("userId", "foe")
                        .put("videoId", "looked-at")
                        .put("voteType", "DISLIKE"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> site.get("/videos/looked-at/summary").body().contains("\"views\":3"));
        open();
        search("looked-at");
        page.locator("#table .link", new Page.LocatorOptions().setHasText("looked-at"))
                .click();

        Locator detail = page.locator("#detail");
        assertThat(detail.locator("h2")).hasText("Video looked-at");
        assertThat(detail.locator("[data-field=views]")).hasText("3");
        assertThat(detail.locator("#latest tbody tr")).hasCount(3);
        assertThat(detail.locator("#likes")).hasText("fan");
        assertThat(detail.locator("#dislikes")).hasText("foe");
        assertThat(detail.locator("#chart canvas")).isVisible();
        assertThat(detail.locator("#chart"))
                .hasAttribute("aria-label", Pattern.compile("Views over time: 3 in total.*"));
        detail.locator("[data-range=month]").click();
        assertThat(detail.locator("[data-range=month]")).hasAttribute("aria-pressed", "true");
        detail.locator("summary").click();
        assertThat(detail.locator("#series tbody tr td").first()).hasText(Pattern.compile("\\d{4}-\\d\\d-\\d\\d"));
        assertThat(Browser.seriousFindings(page)).isEmpty();

        page.keyboard().press("Escape");
        assertThat(detail).isHidden();
        assertThat(page.locator("#table .link")).isFocused();
    }

    @Test
    void tellsOfAServerThatStoppedAndThatIsBack() {
        open();
        site.stop();
        try {
            assertThat(page.locator("#banner")).containsText("The server cannot be reached.");
            assertThat(page.locator("#banner")).containsText("The page shows the last numbers, marked as old.");
            assertThat(page.locator("#freshness")).hasAttribute("data-state", "old");
            assertThat(rows()).hasCount(50);
            assertThat(Browser.seriousFindings(page)).isEmpty();
        } finally {
            site.startAgain();
        }
        assertThat(page.locator("#banner")).containsText("The server answers again.");
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "live");
        assertThat(page.locator("#banner")).hasText("");
    }

    @Test
    void readsNothingInAHiddenTabNorWhilePaused() {
        open();
        List<String> requests = new CopyOnWriteArrayList<>();
        hide(true);
        settle();
        page.onRequest(request -> requests.add(request.url()));
        page.waitForTimeout(4_500);
        assertThat(requests).isEmpty();

        hide(false);
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "live");
        await().until(() -> {
            page.waitForTimeout(50);
            return !requests.isEmpty();
        });

        page.locator("#pause").click();
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "paused");
        settle();
        requests.clear();
        page.waitForTimeout(4_500);
        assertThat(requests).isEmpty();

        page.locator("#pause").click();
        await().until(() -> {
            page.waitForTimeout(50);
            return !requests.isEmpty();
        });
    }

    @Test
    void readsNoMoreThanOneListASecondAndFewSeries() {
        open();
        page.locator("#interval").selectOption("1000");
        settle();
        List<Long> lists = new CopyOnWriteArrayList<>();
        List<String> series = new CopyOnWriteArrayList<>();
        page.onRequest((Request request) -> {
            if (request.url().contains("/summaries/")) {
                lists.add(System.nanoTime());
            } else if (request.url().contains("/stats")) {
                series.add(request.url());
            }
        });
        page.waitForTimeout(8_000);

        assertThat(lists).hasSizeBetween(5, 9);
        assertThat(series).as("each video at most once a minute").doesNotHaveDuplicates();
    }

    @Test
    void readsNoMoreThanOneListASecondHoweverManyTabsAreOpen() {
        open();
        List<Page> tabs = new ArrayList<>(List.of(page));
        for (int i = 0; i < 7; i++) {
            tabs.add(browser.open(site.url(), page.context()));
        }
        tabs.forEach(tab -> tab.locator("#interval").selectOption("1000"));
        tabs.get(5).locator("#tab-users").click();
        tabs.get(6).locator("#next").click();
        tabs.get(7).locator("#next").click();
        tabs.forEach(tab -> assertThat(tab.locator("#totals-note")).containsText(SUM));
        List<String> lists = new CopyOnWriteArrayList<>();
        page.context().onRequest((Request request) -> {
            if (request.url().contains("/summaries/")) {
                lists.add(request.url());
            }
        });
        List<String> before = tabs.stream().map(DashboardIT::asOf).toList();
        page.waitForTimeout(10_000);

        assertThat(lists).hasSizeBetween(7, 11);
        assertThat(tabs).zipSatisfy(before, (tab, old) -> assertThat(asOf(tab)).isNotEqualTo(old));
    }

    /** Closing the tab that adds up the totals leaves it to another. */
    @Test
    void goesOnAddingUpWhenATabIsClosed() {
        open();
        Page other = browser.open(site.url(), page.context());
        assertThat(other.locator("#totals-note")).containsText(SUM);
        page.close();
        String before = other.locator("#totals-note").textContent();

        assertThat(other.locator("#totals-note")).not().hasText(before);
        assertThat(other.locator("#totals-note")).containsText(SUM);
        other.context().close();
        page = null;
    }

    private static String asOf(Page tab) {
        return tab.locator("#freshness").textContent();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isUsableByAllInLightAndDark(ColorScheme scheme) {
        page = browser.open(site.url(), scheme);
        assertThat(rows()).hasCount(50);
        assertThat(rows().first().locator("svg")).isVisible();

        assertThat(Browser.seriousFindings(page)).isEmpty();
        String background = (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
        assertThat(background).isEqualTo(scheme == ColorScheme.DARK ? "rgb(13, 16, 22)" : "rgb(244, 245, 247)");
    }

    @Test
    void takesTheThemeThatAPersonChooses() {
        open();
        page.locator("#theme").click();
        page.locator("#theme").click();
        assertThat(page.locator("#theme")).hasText("Theme: dark");
        page.reload();

        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(13, 16, 22)");
    }

    /** As the browser does with a tab that is behind another; a headless one shows all its tabs. */
    private void hide(boolean hidden) {
        page.evaluate(
                """
                (hidden) => {
                  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
                  document.dispatchEvent(new Event("visibilitychange"));
                }
                """,
                hidden);
    }

    /** What was under way has ended. */
    private void settle() {
        page.waitForTimeout(2_500);
    }

    private void search(String text) {
        page.locator("#query").fill(text);
        page.locator("#query").press("Enter");
    }

    private Locator header(String title) {
        return page.locator("#table thead th", new Page.LocatorOptions().setHasText(title));
    }

    private Locator sortBy(String title) {
        return header(title).locator("button");
    }

    private static JsonObject view(String userId, String videoId, int duration) {
        return new JsonObject().put("userId", userId).put("videoId", videoId).put("duration", duration);
    }
}
