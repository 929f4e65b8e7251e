package io.github.viewtally.api.users;

import static io.github.viewtally.api.users.EraseQuarantineTest.quarantinedChange;
import static io.github.viewtally.api.users.EraseQuarantineTest.quarantinedRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** {@code DELETE /users/{userId}} erases a user step by step. */
class EraseUserTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void deletesAtMostThousandEventsAtOnce() {
        storeViews("u", 2_500);
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.user("u"), Counts.ZERO));

        erased(api, 1_000, false, false);
        erased(api, 1_000, false, false);
        erased(api, 500, false, true);
        assertThat(api.dynamoDb.items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("SK").s()).isEqualTo("SUMMARY"));
        erased(api, 0, true, false);
        assertThat(api.dynamoDb.items()).isEmpty();
        erased(api, 0, true, false);
    }

    @Test
    void deletesVotesAndItemsOfOtherPrograms() {
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)));
        api.dynamoDb.store(Samples.item(Map.of("PK", "USER#u", "SK", "VIDEO#v#VIEWER")));
        api.dynamoDb.store(Samples.item(Map.of("PK", "USER#u", "SK", "NOTE", "type", "NOTE")));

        erased(api, 3, false, true);
        erased(api, 0, true, false);
    }

    @Test
    void isDoneForUnknownUsers() {
        erased(api, 0, true, false);
    }

    @Test
    void keepsTheDataOfOthers() {
        storeViews("u", 3);
        for (String other : List.of("u2", "U", "uu")) {
            storeViews(other, 2);
            api.dynamoDb.store(Samples.summaryItem(SummaryKey.user(other), Counts.ZERO));
            api.dynamoDb.store(quarantinedRecord("views", other, other));
            api.dynamoDb.store(quarantinedChange("votes", other, "USER#" + other + "/SUMMARY"));
        }
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.video("v"), new Counts(3, 105, 1, 0)));
        int all = api.dynamoDb.items().size();

        erased(api, 3, false, true);
        erased(api, 0, true, false);

        assertThat(api.dynamoDb.items()).hasSize(all - 3);
    }

    @Test
    void failsWithoutTable() {
        storeViews("u", 3);
        api.dynamoDb.failWith(DynamoDbException.builder().message("down").build());

        TestResponse response = api.delete("/users/u");

        response.isProblem(503);
        assertThat(response.headers().get("Retry-After")).isEqualTo("1");
    }

    @Test
    void continuesAfterAFailure() {
        storeViews("u", 300);
        api.dynamoDb.writeAtMost(0);
        api.delete("/users/u").isProblem(503);
        api.dynamoDb.writeAtMost(25);

        erased(api, 300, false, true);
        erased(api, 0, true, false);
    }

    /** Erases the user u once, and checks the response. */
    static void erased(ApiUnderTest api, int deleted, boolean done, boolean waits) {
        TestResponse response = api.delete("/users/u").hasStatus(200);
        assertThat(response.json())
                .isEqualTo(new JsonObject().put("deleted", deleted).put("done", done));
        assertThat(response.headers().get("Retry-After")).isEqualTo(waits ? "1" : null);
    }

    private static void storeViews(String userId, int views) {
        for (int i = 0; i < views; i++) {
            api.dynamoDb.store(
                    Samples.viewItem(userId, String.format(Locale.ROOT, "2022-01-02T00:00:00.%06d+00:00", i)));
        }
    }
}
