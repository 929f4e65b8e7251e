package io.github.viewtally.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code DELETE /users/{userId}} deletes what the quarantine has of the user. */
class EraseQuarantineTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void deletesTheItemsOfTheUserInTheQuarantine() {
        for (String quarantine : List.of("views", "votes", "audit")) {
            api.dynamoDb.store(quarantinedRecord(quarantine, "u", "a"));
            api.dynamoDb.store(quarantinedChange(quarantine, "b", "USER#u/SUMMARY"));
            api.dynamoDb.store(Samples.item(
                    Map.of("PK", "QUARANTINE#" + quarantine, "SK", "c", "type", "QUARANTINED", "userId", "u")));
            api.dynamoDb.store(quarantinedChange(quarantine, "d", "VIDEO#v/SUMMARY"));
            api.dynamoDb.store(quarantinedRecord(quarantine, "other", "e"));
        }

        erased(true);

        assertThat(api.dynamoDb.items())
                .hasSize(6)
                .allSatisfy(item -> assertThat(item.get("SK").s()).isIn("d", "e"));
    }

    @Test
    void deletesTheMarkForTheAuditOfTheUser() {
        for (String item : List.of("USER#u/SUMMARY", "USER#other/SUMMARY")) {
            api.dynamoDb.store(Samples.item(Map.of("PK", "AUDIT#DUE", "SK", item, "type", "AUDIT_DUE")));
        }

        erased(true);

        assertThat(api.dynamoDb.items()).extracting(item -> item.get("SK").s()).containsExactly("USER#other/SUMMARY");
    }

    @Test
    void ignoresQuarantinedRecordsThatOnlyMentionTheUser() {
        for (String record : List.of("{\"x\":\"USER#u\"}", "\"USER#u\"", "{\"dynamodb\":\"USER#u\"}")) {
            api.dynamoDb.store(Samples.item(
                    Map.of("PK", "QUARANTINE#views", "SK", record, "type", "QUARANTINED", "record", record)));
        }

        erased(true);

        assertThat(api.dynamoDb.items()).hasSize(3);
    }

    @Test
    void readsTheWholeQuarantine() {
        storeQuarantined(250);
        api.dynamoDb.evaluateAtMost(7);

        erased(true);

        assertThat(api.dynamoDb.items()).isEmpty();
    }

    @Test
    void continuesInTheQuarantineAfterAStepThatTookTooLong() {
        storeQuarantined(25);
        api.dynamoDb.evaluateAtMost(10);
        boolean[] isLate = new boolean[1];
        api.dynamoDb.respondAfter(request -> {
            boolean isFirst = request instanceof QueryRequest query
                    && query.expressionAttributeValues().containsKey(":quarantine")
                    && !isLate[0];
            isLate[0] |= isFirst;
            return CompletableFuture.supplyAsync(
                    () -> null, CompletableFuture.delayedExecutor(isFirst ? 3_100 : 0, TimeUnit.MILLISECONDS));
        });

        erased(false);
        assertThat(api.dynamoDb.items()).hasSize(15);
        int calls = api.dynamoDb.calls().size();
        erased(true);

        assertThat(api.dynamoDb.items()).isEmpty();
        assertThat(api.dynamoDb.calls().stream().skip(calls))
                .filteredOn(request -> request instanceof QueryRequest query
                        && query.expressionAttributeValues().toString().contains("QUARANTINE#views"))
                .first()
                .satisfies(query -> assertThat(((QueryRequest) query).hasExclusiveStartKey())
                        .isTrue());
    }

    private static void erased(boolean done) {
        assertThat(api.delete("/users/u").hasStatus(200).json())
                .isEqualTo(new JsonObject().put("deleted", 0).put("done", done));
    }

    private static void storeQuarantined(int records) {
        for (int i = 0; i < records; i++) {
            api.dynamoDb.store(quarantinedRecord("views", "u", String.format(Locale.ROOT, "%03d", i)));
        }
    }

    static Map<String, AttributeValue> quarantinedRecord(String quarantine, String userId, String sort) {
        String record = "{\"eventName\":\"INSERT\",\"dynamodb\":{\"Keys\":{\"PK\":{\"S\":\"USER#" + userId
                + "\"},\"SK\":{\"S\":\"VIDEO#v#VIEW#t\"}}}}";
        return Samples.item(
                Map.of("PK", "QUARANTINE#" + quarantine, "SK", sort, "type", "QUARANTINED", "record", record));
    }

    static Map<String, AttributeValue> quarantinedChange(String quarantine, String sort, String item) {
        return Samples.item(Map.of(
                "PK", "QUARANTINE#" + quarantine, "SK", sort, "type", "QUARANTINED", "item", item, "views", "1"));
    }
}
