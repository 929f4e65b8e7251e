package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.viewtally.model.Counts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard with many videos, and with traffic. */
@Timeout(180)
@Tag("load")
class DashboardUnderLoadIT {

    /** The file for the picture of the README, if it is to be written. */
    private static final Optional<Path> PICTURE =
            Optional.ofNullable(System.getProperty("viewtally.screenshot")).map(Path::of);

    private static final int MAX_PICTURE_BYTES = 200_000;
    private static final int HOURS = 24;

    /** The first page takes about 200 ms on a quiet machine. */
    private static final long MAX_FIRST_PAGE_MILLIS = 2_000;

    private static Browser browser;

    private final Random random = new Random(11);

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void isUsableWithTenThousandVideos() {
        try (Site site = new Site()) {
            Map<String, Counts> videos = new HashMap<>();
            for (int i = 1; i <= 10_000; i++) {
                videos.put("v" + i, new Counts(1_000_000 / i, 30L * i, i % 100, i % 9));
            }
            site.storeSummaries(videos);
            assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);

            long start = System.nanoTime();
            String first = site.get("/summaries/videos?limit=50").body();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.println("First page of 10,000 videos after the start of the API: " + millis + " ms");
            assertThat(millis).isLessThan(MAX_FIRST_PAGE_MILLIS);
            assertThat(new JsonObject(first).getJsonArray("items")).hasSize(50);

            Page page = browser.open(site.url(), ColorScheme.LIGHT);
            assertThat(ids(page).first()).hasText("v1");
            for (int turn = 1; turn <= 3; turn++) {
                page.locator("#next").click();
                assertThat(ids(page).first()).hasText("v" + (50 * turn + 1));
            }
            page.locator("#query").fill("v9999");
            page.locator("#query").press("Enter");
            assertThat(ids(page)).hasText(new String[] {"v9999"});
            browser.assertNoErrors();
            page.context().close();
        }
    }

    @Test
    void showsTrafficAsItIsCounted() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ExecutorService sender = Executors.newSingleThreadExecutor();
        AtomicBoolean stopped = new AtomicBoolean();
        try (Site site = new Site()) {
            site.postAll(eventsOfPastDay());
            Page page = browser.open(site.url(), ColorScheme.LIGHT);
            assertThat(ids(page)).not().hasCount(0);
            assertThat(page.locator("#totals [data-field=views]")).not().hasText("");
            String before = page.locator("#totals [data-field=views]").textContent();

            Future<?> traffic = sender.submit(() -> {
                while (!stopped.get()) {
                    site.postAll(currentEvents());
                }
            });
            assertThat(page.locator("#totals [data-field=views]")).not().hasText(before);
            assertThat(page.locator("td .changed").first()).isVisible();
            assertThat(page.locator(".spark svg").nth(10)).isVisible();
            byte[] picture = page.screenshot();
            stopped.set(true);
            traffic.get(30, TimeUnit.SECONDS);

            assertThat(picture).hasSizeLessThan(MAX_PICTURE_BYTES);
            if (PICTURE.isPresent()) {
                Files.write(PICTURE.get(), picture);
            }
            browser.assertNoErrors();
            page.context().close();
        } finally {
            stopped.set(true);
            sender.shutdownNow();
        }
    }

    /** Views of the last 24 hours, in waves. A few videos get most of them. */
    private List<JsonObject> eventsOfPastDay() {
        Instant now = Instant.now();
        List<JsonObject> events = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            double wave = 1.2 + Math.sin((HOURS - hour) / 4.0);
            for (int i = 0; i < 60 * wave; i++) {
                Instant when = now.minusSeconds(3_600L * hour + random.nextInt(3_600));
                events.add(view().put("timestamp", when.toString().substring(0, 19) + "Z"));
            }
        }
        for (int i = 0; i < 300; i++) {
            events.add(vote());
        }
        return events;
    }

    private List<JsonObject> currentEvents() {
        List<JsonObject> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(i % 5 == 0 ? vote() : view());
        }
        return events;
    }

    private JsonObject view() {
        return event("VIEW").put("duration", 5 + random.nextInt(600));
    }

    private JsonObject vote() {
        return event("VOTE").put("voteType", random.nextInt(5) == 0 ? "DISLIKE" : "LIKE");
    }

    private JsonObject event(String type) {
        int video = (int) Math.min(40, Math.pow(1 - random.nextDouble(), -1.1));
        return new JsonObject()
                .put("type", type)
                .put("userId", "user-" + random.nextInt(80))
                .put("videoId", "video-" + video);
    }

    private static Locator ids(Page page) {
        return page.locator("#table tbody th");
    }
}
