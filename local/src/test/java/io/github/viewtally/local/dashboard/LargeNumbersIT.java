package io.github.viewtally.local.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard shows numbers exactly that are too large for a JavaScript number. */
@Timeout(180)
class LargeNumbersIT {

    private static Browser browser;
    private static Site site;
    private static Page page;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        site = new Site();
        // 2^53 + 1, which a double cannot represent, as the total and as each value.
        site.storeSummary("a", "9007199254740993", 9_223_372_036_854_775_807L);
        site.storeSummary("b", "9007199254740995", 3_600);
        site.storeSummary("c", "9223372036854775807", 0);
        site.storeTotals("9007199254740993", 9_223_372_036_854_775_807L);
        site.storeHour("a", Instant.now(), "9007199254740993", 9_007_199_254_740_993L);
        page = browser.open(site.url(), ColorScheme.LIGHT);
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

    @Test
    void showsLargeNumbersExactlyInTableTotalsAndSeries() {
        assertThat(rowOf("a").locator("td").first()).hasText("9,007,199,254,740,993");
        assertThat(rowOf("a").locator("td").nth(2)).hasText("2,562,047,788,015,215 h");
        assertThat(rowOf("b").locator("td").first()).hasText("9,007,199,254,740,995");
        assertThat(rowOf("c").locator("td").first()).hasText("9,223,372,036,854,775,807");
        assertThat(page.locator("#totals [data-field=views]")).hasText("9,007,199,254,740,993");
        assertThat(page.locator("#totals [data-field=duration]")).hasText("2,562,047,788,015,215 h");
        assertThat(rowOf("a").locator("svg"))
                .hasAttribute("aria-label", Pattern.compile("^9,007,199,254,740,993 views in the last 24 hours.*"));
        assertThat(page.locator("#table tbody th")).hasText(new String[] {"c", "b", "a"});
        page.locator("#table thead button[data-by=views]").click();
        assertThat(page.locator("#table tbody th")).hasText(new String[] {"a", "b", "c"});

        page.locator("#table .link").first().click();
        Locator detail = page.locator("#detail");
        assertThat(detail.locator("[data-field=views]")).hasText("9,007,199,254,740,993");
        detail.locator("summary").click();
        assertThat(detail.locator("#series tbody td").nth(1)).hasText("9,007,199,254,740,993");
        assertThat(detail.locator("#series tbody td").nth(2)).hasText("2,501,999,792,983 h");
        assertThat(detail.locator(".chart"))
                .hasAttribute(
                        "aria-label",
                        Pattern.compile("Views over time: 9,007,199,254,740,993 in total, maximum 9,007.*"));
        page.keyboard().press("Escape");

        site.storeSummary("d", "1E+30", 60);
        site.storeTotals("1E+30", 60);
        site.storeHour("d", Instant.now(), "1E+30", 60);
        assertThat(rowOf("d").locator("td").first()).hasText("out of range");
        assertThat(rowOf("d").locator("td").nth(2)).hasText("1 m 00 s");
        assertThat(rowOf("d").locator("svg"))
                .hasAttribute("aria-label", "out of range views in the last 24 hours, at most out of range in one");
        assertThat(page.locator("#totals [data-field=views]")).hasText("out of range");
        assertThat(page.locator("#table tbody th")).hasText(new String[] {"a", "b", "c", "d"});
        browser.assertNoErrors();
    }

    private static Locator rowOf(String id) {
        return page.locator("#table tbody tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("th", new Page.LocatorOptions().setHasText(id))));
    }
}
