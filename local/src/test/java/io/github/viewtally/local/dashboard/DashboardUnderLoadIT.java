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

/** The dashboard with much in the table, and much coming in. */
@Timeout(180)
@Tag("exclusive")
class DashboardUnderLoadIT {

    /** Where the picture in the README is to be written; it is taken anyway. */
    private static final Optional<Path> PICTURE =
            Optional.ofNullable(System.getProperty("viewtally.screenshot")).map(Path::of);

    private static final int LARGEST_PICTURE = 200_000;
    private static final int HOURS = 24;

    /** It takes some 200 ms; the rest is for machines that are busy with something else. */
    private static final long MOST_MILLIS_OF_FIRST_PAGE = 2_000;

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

            long began = System.nanoTime();
            String first = site.get("/summaries/videos?limit=50").body();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            System.out.println("First page of 10,000 videos from an API that has just become ready: " + millis + " ms");
            assertThat(millis).isLessThan(MOST_MILLIS_OF_FIRST_PAGE);
            assertThat(new JsonObject(first).getJsonArray("items")).hasSize(50);

            Page page = browser.open(site.url(), ColorScheme.LIGHT);
            assertThat(ids(page).first()).hasText("v1");
            for (int turned = 1; turned <= 3; turned++) {
                page.locator("#next").click();
                assertThat(ids(page).first()).hasText("v" + (50 * turned + 1));
            }
            page.locator("#query").fill("v9999");
            page.locator("#query").press("Enter");
            assertThat(ids(page)).hasText(new String[] {"v9999"});
            assertThat(browser.complaints()).isEmpty();
            page.context().close();
        }
    }

    @Test
    void movesWithTheTrafficAsItIsCounted()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ExecutorService sender = Executors.newSingleThreadExecutor();
        AtomicBoolean enough = new AtomicBoolean();
        try (Site site = new Site()) {
            site.postAll(pastDay());
            Page page = browser.open(site.url(), ColorScheme.LIGHT);
            assertThat(ids(page)).not().hasCount(0);
            assertThat(page.locator("#totals [data-field=views]")).not().hasText("");
            String before = page.locator("#totals [data-field=views]").textContent();

            Future<?> traffic = sender.submit(() -> {
                while (!enough.get()) {
                    site.postAll(someNow());
                }
            });
            assertThat(page.locator("#totals [data-field=views]")).not().hasText(before);
            assertThat(page.locator("td .changed").first()).isVisible();
            assertThat(page.locator(".spark svg").nth(10)).isVisible();
            byte[] picture = page.screenshot();
            enough.set(true);
            traffic.get(30, TimeUnit.SECONDS);

            assertThat(picture).hasSizeLessThan(LARGEST_PICTURE);
            if (PICTURE.isPresent()) {
                Files.write(PICTURE.get(), picture);
            }
            assertThat(browser.complaints()).isEmpty();
            page.context().close();
        } finally {
            enough.set(true);
            sender.shutdownNow();
        }
    }

    /** Views that come in waves over the day, of which a few videos get most. */
    private List<JsonObject> pastDay() {
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

    private List<JsonObject> someNow() {
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
