package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.storage.HeldWrites.HeldCall;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes to one key reach the table one after the other. All requests share one HTTP/2 connection, so that the API receives
 * them in order. If a later write has arrived at the table and an earlier one has not, the API has queued the earlier one.
 */
class WriteOrderTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final String OTHER_KEY = Samples.VOTE.replace("\"v\"", "\"other\"");

    private final HeldWrites table = new HeldWrites();
    private final List<Future<TestResponse>> responses = new ArrayList<>();
    private WebClient client;

    @BeforeEach
    void holdEveryWrite() {
        client = api.clientOfOneConnection();
        api.dynamoDb.respondAfter(table::hold);
    }

    @AfterEach
    void completeAllWrites() {
        table.release();
        ApiUnderTest.await(Future.join(responses).otherwiseEmpty());
        client.close();
    }

    @Test
    void sendsTheSecondVoteAfterTheFirstIsStored() throws InterruptedException {
        Future<TestResponse> first = post("/votes", Samples.VOTE);
        HeldCall firstWrite = table.next();
        Future<TestResponse> second = post("/votes", Samples.VOTE.replace("LIKE", "DISLIKE"));
        Future<TestResponse> other = post("/votes", OTHER_KEY);

        assertThat(put(table.next()).get("videoId").s()).isEqualTo("other");
        assertThat(table.arrived()).isEqualTo(2);
        firstWrite.response().complete(null);

        HeldCall secondWrite = table.next();
        assertThat(put(secondWrite).get("voteType").s()).isEqualTo("DISLIKE");
        ApiUnderTest.await(first).hasStatus(200);
        assertThat(List.of(second.isComplete(), other.isComplete())).containsOnly(false);
        secondWrite.response().complete(null);
        ApiUnderTest.await(second).hasStatus(200);
    }

    @Test
    void keepsTheOrderOfAVoteAndItsDeletion() throws InterruptedException {
        Future<TestResponse> vote = post("/votes", Samples.VOTE);
        HeldCall firstWrite = table.next();
        Future<TestResponse> withdrawal = delete("/users/u/votes/v");
        post("/votes", OTHER_KEY);

        assertThat(put(table.next()).get("videoId").s()).isEqualTo("other");
        assertThat(table.arrived()).isEqualTo(2);
        firstWrite.response().complete(null);
        table.next().response().complete(null);

        ApiUnderTest.await(vote).hasStatus(200);
        ApiUnderTest.await(withdrawal).hasStatus(204);
        assertThat(api.dynamoDb.item("USER#u", "VIDEO#v#VOTE")).isNull();
    }

    @Test
    void keepsTheOrderOfPutsAndDeletesOfOneView() throws InterruptedException {
        Future<TestResponse> put = post("/views", Samples.VIEW);
        HeldCall firstWrite = table.next();
        Future<TestResponse> delete = delete("/users/u/views/v/2022-01-02T02:30:25%2B02:00");
        HeldCall deleteOfOtherSpellings = table.next();
        Future<TestResponse> putAgain = post("/views", Samples.VIEW.replace("35", "70"));
        post("/votes", OTHER_KEY);
        assertThat(put(table.next()).get("videoId").s()).isEqualTo("other");

        deleteOfOtherSpellings.response().complete(null);
        firstWrite.response().complete(null);
        table.next().response().complete(null);

        ApiUnderTest.await(put).hasStatus(201);
        ApiUnderTest.await(delete).hasStatus(204);
        ApiUnderTest.await(putAgain).hasStatus(201);
        assertThat(api.dynamoDb
                        .item("USER#u", "VIDEO#v#VIEW#" + Samples.TIME)
                        .get("duration")
                        .n())
                .isEqualTo("70");
    }

    private Future<TestResponse> post(String path, String body) {
        return send(HttpMethod.POST, path, ApiUnderTest.JSON, Buffer.buffer(body));
    }

    private Future<TestResponse> delete(String path) {
        return send(HttpMethod.DELETE, path, Map.of(), Buffer.buffer());
    }

    private Future<TestResponse> send(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        Future<TestResponse> response = ApiUnderTest.begin(client, method, path, headers, body);
        responses.add(response);
        return response;
    }

    private static Map<String, AttributeValue> put(HeldCall call) {
        return call.writes().get(0).putRequest().item();
    }
}
