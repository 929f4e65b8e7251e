package io.github.viewtally.api.users;

import static io.github.viewtally.api.users.EraseQuarantineTest.quarantinedChange;
import static io.github.viewtally.api.users.EraseQuarantineTest.quarantinedRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.auth.Issuer;
import io.github.viewtally.api.auth.Issuer.TokenKey;
import io.github.viewtally.api.storage.FakeDynamoDb;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code DELETE /users/{userId}} erases a user step by step. */
class EraseUserTest {

    private static final Counts SOME = new Counts(3, 105, 1, 0);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final TokenKey KEY = TokenKey.ec("k", 256);

    @RegisterExtension
    static final ApiUnderTest guarded = new ApiUnderTest(Map.of(
            "AUTH", "jwt", "AUTH_PUBLIC_KEY", KEY.pem(), "AUTH_ISSUER", Issuer.NAME, "AUTH_AUDIENCE", Issuer.AUDIENCE));

    @Test
    void deletesAtMostThousandEventsAtOnce() {
        storeViews(api.dynamoDb, "u", 2_500);
        store(api.dynamoDb, "u", Counts.ZERO);

        erased(1_000, false, false);
        erased(1_000, false, false);
        erased(500, false, true);
        assertThat(api.dynamoDb.items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("SK").s()).isEqualTo("SUMMARY"));
        erased(0, true, false);
        assertThat(api.dynamoDb.items()).isEmpty();
        erased(0, true, false);
    }

    @Test
    void deletesVotesAndWhatOtherProgramsStoredForTheUser() {
        api.dynamoDb.store(EventItems.toItem(new Vote("u", "v", VoteType.LIKE)));
        api.dynamoDb.store(Samples.item(Map.of("PK", "USER#u", "SK", "VIDEO#v#VIEWER")));
        api.dynamoDb.store(Samples.item(Map.of("PK", "USER#u", "SK", "NOTE", "type", "NOTE")));

        erased(3, false, true);
        erased(0, true, false);
    }

    @Test
    void isDoneForUnknownUsers() {
        erased(0, true, false);
    }

    @Test
    void leavesTheDataOfOthers() {
        storeViews(api.dynamoDb, "u", 3);
        for (String other : List.of("u2", "U", "uu")) {
            storeViews(api.dynamoDb, other, 2);
            store(api.dynamoDb, other, Counts.ZERO);
            api.dynamoDb.store(quarantinedRecord("views", other, other));
            api.dynamoDb.store(quarantinedChange("votes", other, "USER#" + other + "/SUMMARY"));
        }
        api.dynamoDb.store(Samples.summaryItem(SummaryKey.video("v"), SOME));
        int all = api.dynamoDb.items().size();

        erased(3, false, true);
        erased(0, true, false);

        assertThat(api.dynamoDb.items()).hasSize(all - 3);
    }

    @Test
    void keepsTheSummaryUntilAllIsSubtracted() {
        api.dynamoDb.store(quarantinedRecord("views", "u", "s"));
        store(api.dynamoDb, "u", SOME);

        erased(0, false, true);
        erased(0, false, true);
        assertThat(api.dynamoDb.items()).as("summary and quarantine").hasSize(2);
        store(api.dynamoDb, "u", new Counts(0, 0, 0, 1));
        erased(0, false, true);
        store(api.dynamoDb, "u", Counts.ZERO);
        erased(0, true, false);
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
    void deletesSummaryWhoseCountsHaveAllExpired(
            String views, String duration, String likes, String dislikes, boolean done) {
        Map<String, AttributeValue> item = new HashMap<>(Samples.summaryItem(SummaryKey.user("u"), SOME));
        put(item, "expiredViews", views);
        put(item, "expiredDuration", duration);
        put(item, "expiredLikes", likes);
        put(item, "expiredDislikes", dislikes);
        api.dynamoDb.store(item);

        erased(0, done, !done);

        assertThat(api.dynamoDb.items()).hasSize(done ? 0 : 1);
    }

    @Test
    void keepsSummaryThatCountsAgainMeanwhile() {
        store(api.dynamoDb, "u", Counts.ZERO);
        api.dynamoDb.answerAfter(request -> {
            if (request instanceof QueryRequest query
                    && query.expressionAttributeValues().containsKey(":quarantine")) {
                store(api.dynamoDb, "u", SOME);
            }
            return CompletableFuture.completedFuture(null);
        });

        erased(0, false, true);

        assertThat(api.dynamoDb.item("USER#u", "SUMMARY")).isNotNull();
    }

    @Test
    void failsWithoutTable() {
        storeViews(api.dynamoDb, "u", 3);
        api.dynamoDb.failWith(DynamoDbException.builder().message("down").build());

        TestResponse answer = api.delete("/users/u");

        answer.isProblem(503);
        assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
    }

    @Test
    void mayBeRepeatedAfterFailure() {
        storeViews(api.dynamoDb, "u", 300);
        api.dynamoDb.writeAtMost(0);
        api.delete("/users/u").isProblem(503);
        api.dynamoDb.writeAtMost(25);

        erased(300, false, true);
        erased(0, true, false);
    }

    @ParameterizedTest
    @CsvSource({"u, , 200", "other, , 403", "other, users:erase, 200", "other, events:write stats:read, 403"})
    void needsOwnTokenOrScope(String subject, String scope, int status) {
        storeViews(guarded.dynamoDb, "u", 3);
        String token = Issuer.token(KEY, Issuer.claims().put("sub", subject).put("scope", scope == null ? "" : scope));

        TestResponse answer = guarded.send(
                HttpMethod.DELETE, "/users/u", Map.of("Authorization", "Bearer " + token), Buffer.buffer());

        answer.hasStatus(status);
        assertThat(guarded.dynamoDb.items()).hasSize(status == 200 ? 0 : 3);
    }

    private static void erased(int deleted, boolean done, boolean waits) {
        TestResponse answer = api.delete("/users/u").hasStatus(200);
        assertThat(answer.json())
                .isEqualTo(new JsonObject().put("deleted", deleted).put("done", done));
        assertThat(answer.headers().get("Retry-After")).isEqualTo(waits ? "1" : null);
    }

    private static void storeViews(FakeDynamoDb table, String userId, int views) {
        for (int i = 0; i < views; i++) {
            table.store(Samples.viewItem(userId, String.format(Locale.ROOT, "2022-01-02T00:00:00.%06d+00:00", i)));
        }
    }

    private static void store(FakeDynamoDb table, String userId, Counts counts) {
        table.store(Samples.summaryItem(SummaryKey.user(userId), counts));
    }

    private static void put(Map<String, AttributeValue> item, String name, String number) {
        if (number != null) {
            item.put(name, AttributeValue.fromN(number));
        }
    }
}
