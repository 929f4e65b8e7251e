package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table, the form, the details and the themes of the dashboard, in a real browser over the whole system. */
@Timeout(180)
class DashboardIT extends DashboardTestCase {

    @Test
    void showsTheMostViewedVideosWithTheirLast24Hours() {
        open();

        assertThat(page.locator("#freshness")).hasText(Pattern.compile("Live, as of \\d\\d:\\d\\d:\\d\\d"));
        assertThat(rows().first()).containsText(Pattern.compile("v1\\s*10,000\\s*0\\s*1 m 00 s\\s*1\\s*1"));
        assertThat(rows().nth(1).locator("th")).hasText("v2");
        assertThat(rows().first().locator("svg"))
                .hasAttribute("aria-label", Pattern.compile("views in the last 24 hours"));
        assertThat(totalViews(page)).hasText(TOTAL_VIEWS);
        assertThat(page.locator("#totals-chart svg"))
                .hasAttribute("aria-label", Pattern.compile("^[\\d,]+ views in the last 24 hours"));
    }

    @Test
    void showsTotalsThatGrowWithAVideoOnAnotherPage() {
        open();
        assertThat(totalViews(page)).hasText(TOTAL_VIEWS);
        long before = number(totalViews(page).textContent());
        page.locator("#next").click();
        assertThat(ids().first()).hasText("v51");
        for (int i = 0; i < 3; i++) {
            site.post("/views", view("grows" + i, "elsewhere", 5));
        }

        await().untilAsserted(
                        () -> assertThat(number(totalViews(page).textContent())).isGreaterThanOrEqualTo(before + 3));
    }

    @Test
    void countsAViewAndAVoteOfTheForm() {
        open();
        search("posted");
        assertThat(rows()).hasCount(1);
        page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("ann");
        page.getByLabel("Video", new Page.GetByLabelOptions().setExact(true)).fill("posted");
        page.getByLabel("Seconds watched").fill("42");
        page.locator("#post button").click();

        assertThat(page.locator("#post-result")).hasText("Stored: user ann watched video posted for 42 s.");
        assertThat(rows().first().locator("td").nth(0)).hasText("1");
        assertThat(rows().first().locator("td").nth(1)).hasText("1");
        assertThat(rows().first().locator("td").nth(2)).hasText("42 s");

        page.locator("#post label", new Page.LocatorOptions().setHasText(Pattern.compile("^ Like$")))
                .click();
        page.locator("#post button").click();
        assertThat(rows().first().locator("td").nth(3)).hasText("1");
    }

    @Test
    void marksNumbersThatChanged() {
        open();
        search("marked");
        assertThat(rows()).hasCount(1);
        // The mark disappears after a moment, so the page itself records it.
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
    void showsTheErrorOfAnInvalidEvent() {
        open();
        page.getByLabel("Seconds watched").fill("x");
        page.locator("#post button").click();

        assertThat(page.locator("#post-result")).containsText("duration must be a whole number from 0 to 86400");
    }

    @Test
    void sortsByColumnsWithMouseAndKeyboard() {
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
    void showsUsersInTheirOwnTab() {
        site.post("/views", view("tabbed", "tab", 5));
        open();
        page.locator("#tab-videos").press("ArrowLeft");

        assertThat(page.locator("#tab-users")).isFocused();
        assertThat(ids().filter(new Locator.FilterOptions().setHasText("tabbed")))
                .hasCount(1);
        assertThat(page.locator("#table thead th"))
                .hasText(new String[] {"User", "Views", "Videos", "Watch time", "Likes", "Dislikes"});
    }

    @Test
    void showsTheDetailsOfAVideo() {
        for (int i = 0; i < 3; i++) {
            site.post("/views", view("viewer" + i, "looked-at", 10 * (i + 1)));
        }
        site.post("/votes", vote("fan", "LIKE"));
        site.post("/votes", vote("foe", "DISLIKE"));
        await().until(() -> site.get("/videos/looked-at/summary").body().contains("\"views\":3"));
        open();
        search("looked-at");
        page.locator("#table .link", new Page.LocatorOptions().setHasText("looked-at"))
                .click();

        Locator detail = page.locator("#detail");
        assertThat(detail.locator("h2")).hasText("Video looked-at");
        assertThat(detail.locator("[data-field=views]")).hasText("3");
        assertThat(detail.locator("[data-field=viewers]")).hasText("3");
        assertThat(detail.locator("#latest tbody tr")).hasCount(3);
        assertThat(detail.locator("#likes")).hasText("fan");
        assertThat(detail.locator("#dislikes")).hasText("foe");
        assertThat(detail.locator(".chart canvas")).isVisible();
        assertThat(detail.locator(".chart"))
                .hasAttribute("aria-label", Pattern.compile("Views over time: 3 in total.*"));
        detail.locator("[data-range=month]").click();
        assertThat(detail.locator("[data-range=month]")).hasAttribute("aria-pressed", "true");
        detail.locator("summary").click();
        assertThat(detail.locator("#series tbody tr td").first()).hasText(Pattern.compile("\\d{4}-\\d\\d-\\d\\d"));
        assertThat(detail.locator("#latest tbody tr td").first())
                .hasText(Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"));
        assertThat(Browser.accessibilityViolations(page)).isEmpty();

        page.keyboard().press("Escape");
        assertThat(detail).isHidden();
        assertThat(page.locator("#table .link")).isFocused();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isAccessibleInLightAndDark(ColorScheme scheme) {
        page = browser.open(site.url(), scheme);
        assertThat(rows()).hasCount(50);
        assertThat(rows().first().locator("svg")).isVisible();

        assertThat(Browser.accessibilityViolations(page)).isEmpty();
        String background = (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
        assertThat(background).isEqualTo(scheme == ColorScheme.DARK ? "rgb(13, 16, 22)" : "rgb(244, 245, 247)");
    }

    @Test
    void keepsTheChosenTheme() {
        open();
        page.locator("#theme").click();
        page.locator("#theme").click();
        assertThat(page.locator("#theme")).hasText("Theme: dark");
        page.reload();

        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(13, 16, 22)");
    }

    private Locator header(String title) {
        return page.locator("#table thead th", new Page.LocatorOptions().setHasText(title));
    }

    private Locator sortBy(String title) {
        return header(title).locator("button");
    }

    private static JsonObject vote(String userId, String type) {
        return new JsonObject()
                .put("userId", userId)
                .put("videoId", "looked-at")
                .put("voteType", type);
    }

    private static long number(String shown) {
        return Long.parseLong(shown.replace(",", ""));
    }
}
