package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.github.viewtally.model.Counts;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard with ids of all kinds, and with error responses. */
@Timeout(180)
class DashboardIdsIT {

    private static final String DETAILS = "**/videos/plain/";
    private static final List<String> FORBIDDEN =
            List.of("<b>", "a#b", "a/b", "a%b", "%2E", "a?b", "a b", "ünïcode", "日本", "a&b", "\"quoted\"", "../x");
    private static final List<String> DOT_IDS = List.of(".", "..");
    private static final List<String> ALLOWED =
            List.of("plain", "a:b@c|d+e=f-g~h._", "+", "=", "~", "...", "|", "9@x.y");

    private static Browser browser;
    private static Site site;

    private final List<String> failedRequests = new CopyOnWriteArrayList<>();
    private Page page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        site = new Site();
        // Another program may write any id to the table. The API rejects these.
        Map<String, Counts> videos = new HashMap<>();
        Stream.of(FORBIDDEN, DOT_IDS).forEach(ids -> ids.forEach(id -> videos.put(id, new Counts(5, 50, 1, 1))));
        site.storeSummaries(videos);
        for (String id : ALLOWED) {
            JsonObject view = new JsonObject().put("userId", id).put("videoId", id);
            site.post("/views", view.put("duration", 7));
        }
        await().until(() -> site.get("/videos/9@x.y/summary").body().contains("\"views\":1"));
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

    @BeforeEach
    void open() {
        page = browser.open(site.url(), ColorScheme.LIGHT);
        page.onResponse(response -> {
            if (response.status() >= 400) {
                failedRequests.add(response.status() + " " + response.url());
            }
        });
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "live");
    }

    @AfterEach
    void assertNoErrors() {
        browser.closeAfterTest(page);
    }

    @Test
    void showsThatAForbiddenIdIsInvalid() {
        for (String id : FORBIDDEN) {
            openDetail(id);
            assertThat(page.locator("#detail h2")).hasText("Video " + id);
            assertThat(note()).containsText("“" + id + "” cannot be an id");
            closeDetail();
        }
        openDetail(FORBIDDEN.get(0));
        assertListIsRefreshed();
        assertThat(note()).containsText("“" + FORBIDDEN.get(0) + "” cannot be an id");
        assertThat(failedRequests).isEmpty();
    }

    @Test
    void showsNoDetailsOfADotId() {
        for (String id : DOT_IDS) {
            openDetail(id);
            assertThat(note()).containsText("cannot be part of a path");
            closeDetail();
        }
        assertListIsRefreshed();
        assertThat(failedRequests).isEmpty();
    }

    @Test
    void showsTheDetailsOfEveryAllowedId() {
        for (String id : ALLOWED) {
            search(id);
            assertThat(page.locator("#list-note")).containsText("1 video found by id");
            openDetail(id);
            assertThat(note()).containsText("As of");
            assertThat(page.locator("#detail [data-field=views]")).hasText("1");
            assertThat(page.locator("#latest tbody tr")).hasCount(1);
            closeDetail();
        }
        assertThat(failedRequests).isEmpty();
    }

    @Test
    void rejectsForbiddenIdsInSearchAndForm() {
        for (String id : FORBIDDEN) {
            if (!id.contains(" ")) {
                search(id);
                assertThat(page.locator("#list-note")).containsText("“" + id + "” cannot be an id.");
            }
            page.getByLabel("Video", new Page.GetByLabelOptions().setExact(true))
                    .fill(id);
            page.locator("#post-result").evaluate("element => { element.textContent = ''; }");
            page.locator("#post button").click();
            assertThat(page.locator("#post-result")).containsText("videoId must be");
        }
        search("a/b");
        assertListIsRefreshed();
        assertThat(page.locator("#list-note")).containsText("“a/b” cannot be an id.");
    }

    @Test
    void showsTheReasonOfAnErrorInDetails() {
        respondToDetails(429, "Not more than 10 requests in a second.");
        openDetail("plain");

        assertThat(note()).containsText("Not more than 10 requests in a second.");
        assertListIsRefreshed();
    }

    @Test
    void showsTheInvalidParameter() {
        page.route(
                DETAILS + "stats*",
                route -> route.fulfill(
                        problem(
                                400,
                                "{\"detail\":\"The request is not valid: see errors.\",\"errors\":[{\"pointer\":\"?from\","
                                        + "\"detail\":\"must be a time\"},{\"pointer\":\"{videoId}\",\"detail\":\"must be an id\"}]}")));
        openDetail("plain");

        assertThat(note()).hasText("from must be a time; videoId must be an id.");
        assertListIsRefreshed();
    }

    @Test
    void showsThatTheServerDoesNotAnswerAfterAnError() {
        respondToDetails(503, "The table does not answer.");
        openDetail("plain");

        assertThat(note()).containsText("The server does not answer. The numbers below are old.");
        assertThat(page.locator("#banner")).containsText("The table does not answer.");
    }

    @Test
    void showsThatTheServerDoesNotAnswerWithoutAConnection() {
        page.route(DETAILS + "summary", route -> route.abort());
        openDetail("plain");

        assertThat(note()).containsText("The server does not answer. The numbers below are old.");
        assertThat(page.locator("#banner")).containsText("The server cannot be reached.");
    }

    @Test
    void restartsTheListIfItsCursorIsRejected() {
        Map<String, Counts> many = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            many.put("many" + i, new Counts(0, 0, 0, 0));
        }
        site.storeSummaries(many);
        page.reload();
        assertThat(page.locator("#table tbody tr")).hasCount(50);
        page.route(
                "**/summaries/videos?*cursor=*",
                route -> route.fulfill(problem(400, "{\"detail\":\"The cursor is of another process.\"}")));
        page.locator("#next").click();

        assertThat(page.locator("#page")).hasText("Page 1");
        assertThat(page.locator("#next")).isEnabled();
        assertListIsRefreshed();
    }

    private void respondToDetails(int status, String detail) {
        page.route(
                DETAILS + "*",
                route -> route.fulfill(
                        problem(status, new JsonObject().put("detail", detail).encode())));
    }

    private static FulfillOptions problem(int status, String body) {
        return new FulfillOptions()
                .setStatus(status)
                .setContentType("application/problem+json")
                .setBody(body);
    }

    private void openDetail(String id) {
        page.getByLabel("Video " + id + ", details", new Page.GetByLabelOptions().setExact(true))
                .click();
    }

    private void closeDetail() {
        page.keyboard().press("Escape");
        assertThat(page.locator("#detail")).isHidden();
    }

    private void search(String text) {
        page.locator("#query").fill(text);
        page.locator("#query").press("Enter");
    }

    private Locator note() {
        return page.locator("#detail-note");
    }

    /** Checks that the list is read again without an error message. */
    private void assertListIsRefreshed() {
        String before = page.locator("#freshness").textContent();
        assertThat(page.locator("#freshness")).not().hasText(before);
        assertThat(page.locator("#freshness")).hasAttribute("data-state", "live");
        assertThat(page.locator("#banner")).hasText("");
    }
}
