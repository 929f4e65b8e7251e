package io.github.viewtally.api.users;

import static io.github.viewtally.api.users.EraseUserTest.erased;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code DELETE /users/{userId}} deletes the hours of the user when all deletions are counted. */
class EraseHoursTest {

    private static final SummaryKey USER = SummaryKey.user("u");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @RegisterExtension
    static final ApiUnderTest off = new ApiUnderTest(Map.of("USER_STATS", "false"));

    @Test
    void keepsTheHoursWhileEventsAreDeleted() {
        api.dynamoDb.store(Samples.viewItem("u", Samples.TIME));
        storeHour(api, "2022-01-02T00", 1, 35);

        erased(api, 1, false, true);

        assertThat(api.dynamoDb.item("USER#u", "HOUR#2022-01-02T00")).isNotNull();
    }

    @Test
    void deletesEachHourWhenItCountsNothing() {
        api.dynamoDb.store(Samples.summaryItem(USER, Counts.ZERO));
        storeHour(api, "2022-01-02T00", 0, 0);
        storeHour(api, "2022-01-02T01", 1, 35);
        storeHour(api, "2022-01-02T02", 0, 0);

        erased(api, 0, false, true);
        assertThat(api.dynamoDb.item("USER#u", "HOUR#2022-01-02T00")).isNull();
        assertThat(api.dynamoDb.item("USER#u", "HOUR#2022-01-02T01")).isNotNull();
        assertThat(api.dynamoDb.item("USER#u", "SUMMARY"))
                .as("the summary goes last")
                .isNotNull();

        storeHour(api, "2022-01-02T01", 0, 0);
        erased(api, 0, true, false);
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @Test
    void deletesAnHourWhoseEventsHaveAllExpired() {
        Map<String, AttributeValue> hour = new HashMap<>(Samples.hourItem(USER, "2022-01-02T00", 2, 35));
        hour.put("expiredViews", AttributeValue.fromN("2"));
        hour.put("expiredDuration", AttributeValue.fromN("35"));
        api.dynamoDb.store(hour);

        erased(api, 0, true, false);

        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @Test
    void deletesTheMarksForTheAuditOfTheUserOnly() {
        for (String item : new String[] {
            "USER#u/SUMMARY", "USER#u/HOUR#2022-01-02T00", "USER#u/x/SUMMARY", "USER#uu/SUMMARY", "VIDEO#u/SUMMARY"
        }) {
            api.dynamoDb.store(Samples.item(Map.of("PK", "AUDIT#DUE", "SK", item, "type", "AUDIT_DUE")));
        }

        erased(api, 0, true, false);

        assertThat(api.dynamoDb.items())
                .extracting(item -> item.get("SK").s())
                .containsExactlyInAnyOrder("USER#u/x/SUMMARY", "USER#uu/SUMMARY", "VIDEO#u/SUMMARY");
    }

    @Test
    void deletesMoreHoursThanOnePage() {
        for (int i = 0; i < 1_100; i++) {
            storeHour(
                    api, String.format(Locale.ROOT, "2022-%02d-%02dT%02d", 1 + i / 600, 1 + i / 24 % 25, i % 24), 0, 0);
        }
        int hours = api.dynamoDb.items().size();
        assertThat(hours).isGreaterThan(1_000);

        erased(api, 0, false, false);
        assertThat(api.dynamoDb.items()).hasSize(hours - 1_000);
        erased(api, 0, true, false);
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @Test
    void deletesHoursThatNobodyCountsAnyMore() {
        storeHour(off, "2022-01-02T00", 1, 35);
        storeHour(off, "2022-01-02T01", -3, 35);
        off.dynamoDb.store(Samples.hourItem(SummaryKey.user("other"), "2022-01-02T00", 1, 35));

        erased(off, 0, true, false);

        assertThat(off.dynamoDb.items()).hasSize(1);
    }

    private static void storeHour(ApiUnderTest api, String hour, long views, long duration) {
        api.dynamoDb.store(Samples.hourItem(USER, hour, views, duration));
    }
}
