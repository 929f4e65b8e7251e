package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often the dashboard reads from the API, and how it handles an outage. */
@Timeout(180)
class DashboardPollingIT extends DashboardTestCase {

    @Test
    void showsThatTheServerHasStoppedAndStartedAgain() {
        open();
        site.stop();
        try {
            assertThat(page.locator("#banner")).containsText("The server cannot be reached.");
            assertThat(page.locator("#banner")).containsText("The page shows the last numbers, marked as old.");
            assertThat(page.locator("#freshness")).hasAttribute("data-state", "old");
            assertThat(rows()).hasCount(50);
            assertThat(Browser.accessibilityViolations(page)).isEmpty();
        } finally {
            site.restart();
        }
        assertThat(page.locator("#banner")).containsText("The server answers again.");
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "live");
        assertThat(page.locator("#banner")).hasText("");
    }

    @Test
    void readsNothingInAHiddenTabOrWhilePaused() {
        open();
        List<String> requests = new CopyOnWriteArrayList<>();
        Browser.hide(page, true);
        settle();
        page.onRequest(request -> requests.add(request.url()));
        page.waitForTimeout(4_500);
        assertThat(requests).isEmpty();

        Browser.hide(page, false);
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
    void readsAtMostOneListPerSecondAndFewSeries() {
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
    void readsAtMostOneListPerSecondInAllTabsTogether() {
        open();
        List<Page> tabs = new ArrayList<>(List.of(page));
        for (int i = 0; i < 7; i++) {
            tabs.add(browser.open(site.url(), page.context()));
        }
        tabs.forEach(tab -> tab.locator("#interval").selectOption("1000"));
        tabs.get(5).locator("#tab-users").click();
        tabs.get(6).locator("#next").click();
        tabs.get(7).locator("#next").click();
        tabs.forEach(tab -> assertThat(totalViews(tab)).hasText(TOTAL_VIEWS));
        List<String> lists = new CopyOnWriteArrayList<>();
        page.context().onRequest((Request request) -> {
            if (request.url().contains("/summaries/")) {
                lists.add(request.url());
            }
        });
        List<String> before = tabs.stream().map(DashboardPollingIT::asOf).toList();
        page.waitForTimeout(10_000);

        assertThat(lists).hasSizeBetween(7, 11);
        assertThat(tabs).zipSatisfy(before, (tab, old) -> assertThat(asOf(tab)).isNotEqualTo(old));
    }

    @Test
    void showsNewTotalsInATabAfterAnotherTabIsClosed() {
        open();
        Page other = browser.open(site.url(), page.context());
        assertThat(totalViews(other)).hasText(TOTAL_VIEWS);
        page.close();
        String before = totalViews(other).textContent();
        site.post("/views", view("another", "tab", 5));

        assertThat(totalViews(other)).not().hasText(before);
        assertThat(totalViews(other)).hasText(TOTAL_VIEWS);
        other.context().close();
        page = null;
    }

    private static String asOf(Page tab) {
        return tab.locator("#freshness").textContent();
    }

    /** Waits until requests in flight have ended. */
    private void settle() {
        page.waitForTimeout(2_500);
    }
}
