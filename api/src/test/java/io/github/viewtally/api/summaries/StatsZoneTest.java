package io.github.viewtally.api.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The series of a video by days of a time zone. Every hour has one view, so the views of a day are its hours. */
class StatsZoneTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @BeforeEach
    void reset() {
        api.dynamoDb.reset();
    }

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvSource(
            textBlock =
                    """
            UTC,                  2026-03-28T00, 2026-03-30T00, 2026-03-28 24 2026-03-29 24
            Europe/Berlin,        2026-03-27T23, 2026-03-30T22, 2026-03-28 24 2026-03-29 23 2026-03-30 24
            Europe/Berlin,        2026-10-23T22, 2026-10-26T23, 2026-10-24 24 2026-10-25 25 2026-10-26 24
            America/New_York,     2026-03-07T05, 2026-03-10T04, 2026-03-07 24 2026-03-08 23 2026-03-09 24
            Pacific/Kiritimati,   2026-03-07T10, 2026-03-09T10, 2026-03-08 24 2026-03-09 24
            # The clocks go from 23:59 to 01:00, so the day begins at 01:00.
            America/Asuncion,     2024-10-05T04, 2024-10-08T03, 2024-10-05 24 2024-10-06 23 2024-10-07 24
            Africa/Cairo,         2023-04-26T22, 2023-04-29T21, 2023-04-27 24 2023-04-28 23 2023-04-29 24
            # The clocks go from 01:00 back to 00:00, so midnight comes twice.
            America/Havana,       2025-11-01T04, 2025-11-04T05, 2025-11-01 24 2025-11-02 25 2025-11-03 24
            # The clocks go from 00:00 back to 23:00 of the day before.
            America/Sao_Paulo,    2018-02-17T02, 2018-02-19T03, 2018-02-17 25 2018-02-18 24
            # There was no 30 December 2011.
            Pacific/Apia,         2011-12-29T10, 2011-12-31T10, 2011-12-29 24 2011-12-31 24
            # Midnight is half past an hour of UTC, so the day begins at 00:30.
            Asia/Kolkata,         2026-03-07T19, 2026-03-09T19, 2026-03-08 24 2026-03-09 24
            Asia/Kathmandu,       2026-03-07T19, 2026-03-09T19, 2026-03-08 24 2026-03-09 24
            # The clocks go back half an hour.
            Australia/Lord_Howe,  2026-04-03T13, 2026-04-06T14, 2026-04-04 24 2026-04-05 25 2026-04-06 24
            """)
    void sumsTheHoursOfEachDayOfTheZone(String zone, String from, String to, String days) {
        Instant first = Instant.parse(from + ":00:00Z");
        Instant end = Instant.parse(to + ":00:00Z");
        for (Instant hour = first.minusSeconds(36_000); hour.isBefore(end.plusSeconds(36_000)); ) {
            api.dynamoDb.store(Samples.hourItem("v", hour.toString().substring(0, 13), 1, 10));
            hour = hour.plusSeconds(3_600);
        }

        JsonObject stats = get("?step=day&tz=" + zone + "&from=" + first + "&to=" + end);

        assertThat(stats.getString("tz")).isEqualTo(zone);
        assertThat(stats.getString("from")).startsWith(from + ":00:00.");
        assertThat(stats.getString("to")).startsWith(to + ":00:00.");
        List<JsonObject> items = items(stats);
        assertThat(items)
                .extracting(item -> item.getString("date") + " " + item.getLong("views"))
                .hasToString(days.replaceAll("( [0-9]{2}) ", "$1, ")
                        .replaceAll("^|$", "")
                        .transform(text -> "[" + text + "]"));
        assertThat(items.get(0).getString("start")).isEqualTo(stats.getString("from"));
        assertThat(items.get(1).getString("start")).isEqualTo(startPlusHours(items.get(0)));
        assertThat(items).allMatch(item -> item.getLong("duration") == 10 * item.getLong("views"));
    }

    private static String startPlusHours(JsonObject item) {
        Instant start = Instant.parse(item.getString("start").replace("+00:00", "Z"));
        return start.plusSeconds(3_600 * item.getLong("views")).toString().replace("Z", ".000000+00:00");
    }

    @Test
    void roundsFromAndToDownToDaysOfTheZone() {
        JsonObject stats = get("?step=day&tz=Asia/Tokyo&from=2026-03-07T14:59:59Z&to=2026-03-09T15:00:00Z");

        assertThat(stats.getString("from")).isEqualTo("2026-03-06T15:00:00.000000+00:00");
        assertThat(stats.getString("to")).isEqualTo("2026-03-09T15:00:00.000000+00:00");
        assertThat(items(stats))
                .extracting(item -> item.getString("date"))
                .containsExactly("2026-03-07", "2026-03-08", "2026-03-09");
    }

    @Test
    void returnsTheLatestThirtyDaysByDefault() {
        JsonObject stats = get("?step=day&tz=America/New_York&to=2026-03-20T12:00:00Z");

        assertThat(items(stats)).hasSize(30);
        assertThat(items(stats).get(0).getString("date")).isEqualTo("2026-02-18");
        assertThat(items(stats).get(0).getString("start")).isEqualTo("2026-02-18T05:00:00.000000+00:00");
        assertThat(stats.getString("to")).isEqualTo("2026-03-20T04:00:00.000000+00:00");
        assertThat(items(get("?step=day&tz=Europe/Berlin"))).hasSize(30);
    }

    @Test
    void cachesTheDaysOfEachZoneApart() {
        String range = "&from=2026-03-07T00:00:00Z&to=2026-03-08T00:00:00Z";

        assertThat(get("?step=day&tz=Asia/Tokyo" + range).getString("from")).startsWith("2026-03-06T15");
        assertThat(get("?step=day" + range).getString("from")).startsWith("2026-03-07T00");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"tz=UTC", "tz=Europe/Berlin&step=hour"})
    void refusesAZoneForHours(String query) {
        api.get("/videos/v/stats?" + query).isProblem(400, "?tz");
    }

    @Test
    void refusesMoreThanAThousandDays() {
        String query = "/videos/v/stats?step=day&tz=Europe/Berlin&from=2022-01-01T00:00:00Z&to=";

        api.get(query + "2024-09-27T12:00:00Z").hasStatus(200);
        api.get(query + "2024-09-27T23:00:00Z").isProblem(400, "?from");
    }

    @Test
    void returnsDaysWithinTheYears0To9999() {
        api.get("/videos/v/stats?step=day&tz=Asia/Tokyo&from=0000-01-01T00:00:00Z&to=0000-01-03T00:00:00Z")
                .isProblem(400, "?from");
        api.get("/videos/v/stats?step=day&tz=Asia/Tokyo&to=0000-01-20T00:00:00Z")
                .isProblem(400, "?to");
        assertThat(items(get("?step=day&tz=America/New_York&from=0000-01-01T12:00:00Z&to=0000-01-02T12:00:00Z")))
                .extracting(item -> item.getString("date"))
                .containsExactly("0000-01-01");
        assertThat(items(get("?step=day&tz=Pacific/Kiritimati&to=9999-12-31T23:59:59Z"))
                        .get(29)
                        .getString("date"))
                .isEqualTo("9999-12-31");
    }

    private static JsonObject get(String query) {
        return api.get("/videos/v/stats" + query).hasStatus(200).json();
    }

    private static List<JsonObject> items(JsonObject stats) {
        return stats.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }
}
