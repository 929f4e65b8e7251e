package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.viewtally.model.Counts;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Starts the whole system with some videos, and a browser. */
abstract class DashboardTestCase {

    private static final int VIDEOS = 230;

    /** The views of all videos; other tests may have added some. */
    static final Pattern TOTAL_VIEWS = Pattern.compile("60,\\d{3}");

    static Browser browser;
    static Site site;

    Page page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        site = new Site();
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
    void assertNoErrors() {
        browser.closeAfterTest(page);
    }

    void open() {
        page = browser.open(site.url(), ColorScheme.LIGHT);
        assertThat(rows()).hasCount(50);
    }

    Locator totalViews(Page page) {
        return page.locator("#totals [data-field=views]");
    }

    Locator rows() {
        return page.locator("#table tbody tr");
    }

    Locator ids() {
        return page.locator("#table tbody th");
    }

    void search(String text) {
        page.locator("#query").fill(text);
        page.locator("#query").press("Enter");
    }

    static JsonObject view(String userId, String videoId, int duration) {
        return new JsonObject().put("userId", userId).put("videoId", videoId).put("duration", duration);
    }
}
