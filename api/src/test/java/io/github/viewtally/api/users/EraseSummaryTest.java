package io.github.viewtally.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code DELETE /users/{userId}} deletes the summary when all deletions are counted. */
class EraseSummaryTest {

    private static final Counts SOME = new Counts(3, 105, 1, 0);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void keepsTheSummaryUntilAllDeletionsAreCounted() {
        api.dynamoDb.store(EraseQuarantineTest.quarantinedRecord("views", "u", "s"));
        storeSummary(SOME);

        EraseUserTest.erased(api, 0, false, true);
        EraseUserTest.erased(api, 0, false, true);
        assertThat(api.dynamoDb.items()).as("summary and quarantine").hasSize(2);
        storeSummary(new Counts(0, 0, 0, 1));
        EraseUserTest.erased(api, 0, false, true);
        storeSummary(Counts.ZERO);
        EraseUserTest.erased(api, 0, true, false);
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 105, 1, 0, true",
        "3, 105, 1, , true",
        "2, 105, 1, 0, false",
        "3, 104, 1, 0, false",
        "3, 105, 0, 0, false",
        "3, 105, , 0, false",
        "3, 105, 1, 1, false"
    })
    void deletesTheSummaryIfAllItsCountsHaveExpired(
            String views, String duration, String likes, String dislikes, boolean done) {
        Map<String, AttributeValue> item = new HashMap<>(Samples.summaryItem(SummaryKey.user("u"), SOME));
        put(item, "expiredViews", views);
        put(item, "expiredDuration", duration);
        put(item, "expiredLikes", likes);
        put(item, "expiredDislikes", dislikes);
        api.dynamoDb.store(item);

        EraseUserTest.erased(api, 0, done, !done);

        assertThat(api.dynamoDb.items()).hasSize(done ? 0 : 1);
    }

    @Test
    void keepsTheSummaryUntilAllVideosAreSubtracted() {
        api.dynamoDb.store(EraseQuarantineTest.quarantinedRecord("views", "u", "s"));
        storeVideos("1");
        EraseUserTest.erased(api, 0, false, true);
        assertThat(api.dynamoDb.items()).as("summary and quarantine").hasSize(2);
        storeVideos("-1");
        EraseUserTest.erased(api, 0, false, true);
        storeVideos("0");
        EraseUserTest.erased(api, 0, true, false);
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @Test
    void keepsASummaryWhoseVideosChangeMeanwhile() {
        storeVideos("0");
        beforeTheQuarantineIsRead(() -> storeVideos("-1"));

        EraseUserTest.erased(api, 0, false, true);

        assertThat(api.dynamoDb.item("USER#u", "SUMMARY")).isNotNull();
    }

    @Test
    void keepsASummaryThatChangesMeanwhile() {
        storeSummary(Counts.ZERO);
        beforeTheQuarantineIsRead(() -> storeSummary(SOME));

        EraseUserTest.erased(api, 0, false, true);

        assertThat(api.dynamoDb.item("USER#u", "SUMMARY")).isNotNull();
    }

    private static void beforeTheQuarantineIsRead(Runnable change) {
        api.dynamoDb.respondAfter(request -> {
            if (request instanceof QueryRequest query
                    && query.expressionAttributeValues().containsKey(":quarantine")) {
                change.run();
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    private static void storeVideos(String videos) {
        Map<String, AttributeValue> item = new HashMap<>(Samples.summaryItem(SummaryKey.user("u"), Counts.ZERO));
        put(item, "videos", videos);
        api.dynamoDb.store(item);
    }

    private static void storeSummary(Counts counts) {
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.user("u"), counts));
    }

    private static void put(Map<String, AttributeValue> item, String name, String number) {
        if (number != null) {
            item.put(name, AttributeValue.fromN(number));
        }
    }
}
