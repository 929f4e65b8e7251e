package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard shows is in its URL. */
@Timeout(180)
class DashboardUrlIT extends DashboardTestCase {

    @Test
    void showsAVideoByItsUrlAndLeavesItByBack() {
        open();
        link("v3").click();
        assertThat(page).hasURL(url("?video=v3"));
        assertThat(page).hasTitle("Video v3 · Viewtally");
        assertThat(detail().locator("[data-field=views]")).hasText("3,333");

        page.goBack();
        assertThat(page).hasURL(url(""));
        assertThat(detail()).isHidden();
        assertThat(link("v3")).isFocused();

        page.goForward();
        assertThat(detail().locator("h2")).hasText("Video v3");
        detail().locator("[data-range=week]").click();
        assertThat(page).hasURL(url("?video=v3&range=week"));

        page.reload();
        assertThat(detail().locator("h2")).hasText("Video v3");
        assertThat(detail().locator("[data-range=week]")).hasAttribute("aria-pressed", "true");
        assertThat(detail().locator("[data-field=views]")).hasText("3,333");
        assertThat(detail().locator(".chart canvas")).isVisible();

        detail().locator("#detail-close").click();
        assertThat(page).hasURL(url(""));
        assertThat(detail()).isHidden();
        assertThat(link("v3")).isFocused();
    }

    @Test
    void keepsPageAndOrderInTheUrl() {
        open();
        page.locator("#next").click();
        assertThat(ids().first()).hasText("v51");
        page.locator("#next").click();
        assertThat(ids().first()).hasText("v101");
        assertThat(page.locator("#lists")).isFocused();
        page.locator("#table thead button[data-by=dislikes]").click();
        assertThat(ids().first()).hasText("v104");

        page.reload();
        assertThat(ids().first()).hasText("v104");
        assertThat(page.locator("#page")).hasText("Page 3");
        String shared = page.url();
        page.locator("#previous").click();
        assertThat(ids().first()).hasText("v54");
        page.goBack();
        assertThat(page.locator("#page")).hasText("Page 3");

        Page other = browser.open(URI.create(shared), page.context());
        assertThat(other.locator("#table tbody th").first()).hasText("v104");
        other.locator("#previous").click();
        assertThat(other.locator("#page")).hasText("Page 1");
        assertThat(other.locator("#table tbody th").first()).hasText("v4");
    }

    @Test
    void keepsListAndSearchInTheUrl() {
        open();
        search("v200, v7");
        assertThat(ids()).hasText(new String[] {"v7", "v200"});
        assertThat(page).hasURL(url("?ids=v200%2Cv7"));
        page.locator("#tab-users").click();
        assertThat(page).hasURL(url("?list=users"));
        assertThat(page.locator("#query")).hasValue("");

        page.reload();
        assertThat(page.locator("#tab-users")).hasAttribute("aria-selected", "true");
        page.goBack();
        assertThat(page.locator("#tab-videos")).hasAttribute("aria-selected", "true");
        assertThat(page.locator("#query")).hasValue("v200, v7");
        assertThat(ids()).hasText(new String[] {"v7", "v200"});
        page.goBack();
        assertThat(rows()).hasCount(50);
    }

    @Test
    void showsTheVideosByTrendInATabOfTheirOwn() throws IOException {
        site.post("/views", view("u", "lively", 5));
        open();
        page.locator("#tab-videos").press("ArrowRight");
        assertThat(page.locator("#tab-trending")).isFocused();
        assertThat(page).hasURL(url("?list=trending"));
        assertThat(ids().filter(new Locator.FilterOptions().setHasText("lively")))
                .hasCount(1);
        assertThat(page.locator("#table thead th").nth(1)).hasAttribute("aria-sort", "descending");
        assertThat(Browser.accessibilityViolations(page)).isEmpty();
        assertThat(download("#list-csv", "viewtally-trending-\\d{4}-\\d\\d-\\d\\d\\.csv"))
                .startsWith("video,trend,views,viewers,watch_seconds,likes,dislikes")
                .anyMatch(line -> line.matches("lively,[01](\\.\\d+)?,\\d+,\\d+,\\d+,0,0"));

        search("v7");
        assertThat(page).hasURL(url("?ids=v7"));
        page.goBack();
        assertThat(page.locator("#tab-trending")).hasAttribute("aria-selected", "true");
    }

    @Test
    void comparesTwoVideos() {
        open();
        link("v3").click();
        detail().getByLabel("Compare with video").fill("v3");
        detail().getByLabel("Compare with video").press("Enter");
        assertThat(detail().locator("#compare-error")).hasText("Enter the id of another video.");
        detail().getByLabel("Compare with video").fill("v4");
        detail().getByLabel("Compare with video").press("Enter");

        assertThat(page).hasURL(url("?video=v3&compare=v4"));
        assertThat(detail().locator("h2")).hasText("Video v3 and video v4");
        assertThat(detail().locator("[data-field=views]")).hasText(new String[] {"3,333", "2,500"});
        assertThat(detail().locator(".chart canvas")).hasCount(2);
        assertThat(detail().locator("#latest")).isHidden();
        assertThat(Browser.accessibilityViolations(page)).isEmpty();

        page.reload();
        assertThat(detail().locator("[data-field=views]")).hasText(new String[] {"3,333", "2,500"});
        detail().locator("#compare-end").click();
        assertThat(page).hasURL(url("?video=v3"));
        assertThat(detail().locator("[data-field=views]")).hasText(new String[] {"3,333"});
        assertThat(detail().locator("#compare-id")).isFocused();
    }

    @Test
    void downloadsTableAndChart() throws IOException {
        open();
        search("v3, v4");
        assertThat(rows()).hasCount(2);
        List<String> table = download("#list-csv", "viewtally-videos-\\d{4}-\\d\\d-\\d\\d\\.csv");
        assertThat(table)
                .containsExactly(
                        "video,views,viewers,watch_seconds,likes,dislikes", "v3,3333,0,180,3,3", "v4,2500,0,240,4,4");

        link("v3").click();
        assertThat(detail().locator(".chart canvas")).isVisible();
        List<String> chart = download("#series-csv", "viewtally-video-v3-\\d{4}-\\d\\d-\\d\\d\\.csv");
        assertThat(chart).hasSize(25).startsWith("video,from,views,watch_seconds");
        assertThat(chart.get(24)).matches("v3,\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00[+-]\\d\\d:\\d\\d,0,0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?list=users",
                "?list=trending",
                "?sort=duration-asc",
                "?video=v1",
                "?video=v1&compare=v2&range=month"
            })
    void isNotWiderThanANarrowScreen(String query) {
        page = browser.open(site.url(), ColorScheme.DARK);
        page.setViewportSize(390, 844);
        page.navigate(url(query));
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "live");
        if (query.contains("video=")) {
            assertThat(detail().locator(".chart canvas").last()).isVisible();
            assertThat(detail().locator("[data-field=views]").first()).not().hasText("");
        } else if (!query.contains("users")) {
            assertThat(page.locator("#table .spark svg").first()).isVisible();
        }

        assertThat(
                        (List<?>)
                                page.evaluate(
                                        """
                        () => [...document.querySelectorAll("body *")].filter((element) => {
                          const { left, right, width } = element.getBoundingClientRect();
                          return width > 1 && (left < 0 || right > document.documentElement.clientWidth);
                        }).map((element) => element.outerHTML.slice(0, 200))
                        """))
                .isEmpty();
        assertThat(Browser.accessibilityViolations(page)).isEmpty();
    }

    @Test
    void scrollsThePageOnly() {
        open();
        assertThat(
                        (List<?>)
                                page.evaluate(
                                        """
                        () => [...document.querySelectorAll("main, main *")]
                          .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflow))
                          .map(({ id, className }) => `${id} ${className}`)
                        """))
                .isEmpty();
    }

    private static String url(String query) {
        return site.url().resolve("/" + query).toString();
    }

    private Locator detail() {
        return page.locator("#detail");
    }

    private Locator link(String id) {
        return page.getByLabel("Video " + id + ", details", new Page.GetByLabelOptions().setExact(true));
    }

    private List<String> download(String button, String name) throws IOException {
        Download download = page.waitForDownload(() -> page.locator(button).click());
        assertThat(download.suggestedFilename()).matches(Pattern.compile(name));
        String text = Files.readString(download.path());
        assertThat(text).endsWith("\r\n");
        return text.lines().toList();
    }
}
