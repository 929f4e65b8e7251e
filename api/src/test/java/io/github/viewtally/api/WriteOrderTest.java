package io.github.viewtally.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.HeldWrites.Call;
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
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Writes to one key go to the table one behind the other, in the order in which they came. All are sent over one HTTP/2
 * connection, so that the API takes them in that order: once a later one has arrived at the table, an earlier one that
 * has not is being kept waiting.
 */
class WriteOrderTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final String OTHER_KEY = Samples.VOTE.replace("\"v\"", "\"other\"");

    private final HeldWrites table = new HeldWrites();
    private final List<Future<Answer>> answers = new ArrayList<>();
    private WebClient client;

    @BeforeEach
    void holdsEveryWrite() {
        client = api.clientOfOneConnection();
        api.dynamoDb.answerAfter(table::hold);
    }

    @AfterEach
    void leavesNothingUnderWay() {
        table.release();
        ApiUnderTest.await(Future.join(answers).otherwiseEmpty());
        client.close();
    }

    @Test
    void sendsSecondVoteWhenTheFirstHasEnded() throws InterruptedException {
        Future<Answer> first = post("/votes", Samples.VOTE);
        Call firstWrite = table.next();
        Future<Answer> second = post("/votes", Samples.VOTE.replace("LIKE", "DISLIKE"));
        Future<Answer> other = post("/votes", OTHER_KEY);

        assertThat(videoOf(table.next())).isEqualTo("other");
        assertThat(table.arrived()).isEqualTo(2);
        firstWrite.answer().complete(null);

        Call secondWrite = table.next();
        assertThat(voteOf(secondWrite)).isEqualTo("DISLIKE");
        ApiUnderTest.await(first).hasStatus(200);
        assertThat(List.of(second.isComplete(), other.isComplete())).containsOnly(false);
        secondWrite.answer().complete(null);
        ApiUnderTest.await(second).hasStatus(200);
    }

    @Test
    void sendsLaterWriteThoughTheOneBeforeFailed() throws InterruptedException {
        Future<Answer> first = post("/views", Samples.VIEW);
        Future<Answer> second = post("/views", Samples.VIEW.replace("35", "70"));

        table.next().answer().completeExceptionally(SdkClientException.create("secret"));

        ApiUnderTest.await(first).isProblem(503);
        table.next().answer().complete(null);
        ApiUnderTest.await(second).hasStatus(201);
        assertThat(api.dynamoDb.items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("duration").n()).isEqualTo("70"));
    }

    @Test
    void keepsOrderOfPutsAndDeletesOfOneView() throws InterruptedException {
        Future<Answer> put = post("/views", Samples.VIEW);
        Future<Answer> delete = delete("/users/u/views/v/2022-01-02T02:30:25%2B02:00");
        Future<Answer> putAgain = post("/views", Samples.VIEW.replace("35", "70"));
        post("/votes", OTHER_KEY);

        Call firstWrite = table.next();
        assertThat(firstWrite.request()).isInstanceOf(PutItemRequest.class);
        assertThat(videoOf(table.next())).isEqualTo("other");
        firstWrite.answer().complete(null);
        for (int form = 0; form < 3; form++) {
            Call call = table.next();
            assertThat(call.request()).isInstanceOf(DeleteItemRequest.class);
            call.answer().complete(null);
        }
        Call lastWrite = table.next();
        assertThat(lastWrite.request()).isInstanceOf(PutItemRequest.class);
        lastWrite.answer().complete(null);

        ApiUnderTest.await(put).hasStatus(201);
        ApiUnderTest.await(delete).hasStatus(204);
        ApiUnderTest.await(putAgain).hasStatus(201);
        assertThat(api.dynamoDb
                        .item("USER#u", "VIDEO#v#VIEW#" + Samples.TIME)
                        .get("duration")
                        .n())
                .isEqualTo("70");
    }

    /** The table's answers come one by one: with the later one, the API has taken notice of the earlier. */
    @Test
    void waitsForAllFormsOfDeletedViewThoughOneFailed() throws InterruptedException {
        Future<Answer> delete = delete("/users/u/views/v/2022-01-02T00:30:25Z");
        Future<Answer> put = post("/views", Samples.VIEW);
        Future<Answer> other = post("/votes", OTHER_KEY);
        List<Call> forms = List.of(table.next(), table.next(), table.next());
        Call otherWrite = table.next();

        forms.get(0).answer().completeExceptionally(SdkClientException.create("secret"));
        otherWrite.answer().complete(null);
        ApiUnderTest.await(other).hasStatus(200);

        assertThat(delete.isComplete()).isFalse();
        assertThat(table.arrived()).isEqualTo(4);
        forms.get(1).answer().complete(null);
        forms.get(2).answer().complete(null);
        ApiUnderTest.await(delete).isProblem(503);
        table.next().answer().complete(null);
        ApiUnderTest.await(put).hasStatus(201);
    }

    @Test
    void keepsOrderOfVoteAndItsWithdrawal() throws InterruptedException {
        Future<Answer> vote = post("/votes", Samples.VOTE);
        Future<Answer> withdrawal = delete("/users/u/votes/v");
        post("/votes", OTHER_KEY);

        Call firstWrite = table.next();
        assertThat(videoOf(table.next())).isEqualTo("other");
        assertThat(table.arrived()).isEqualTo(2);
        firstWrite.answer().complete(null);
        table.next().answer().complete(null);

        ApiUnderTest.await(vote).hasStatus(200);
        ApiUnderTest.await(withdrawal).hasStatus(204);
        assertThat(api.dynamoDb.item("USER#u", "VIDEO#v#VOTE")).isNull();
    }

    @Test
    void sendsManyWritesToOneKeyInTheirOrder() throws InterruptedException {
        for (int duration = 100; duration < 150; duration++) {
            post("/views", Samples.VIEW.replace("35", Integer.toString(duration)));
        }

        for (int duration = 100; duration < 150; duration++) {
            Call call = table.next();
            assertThat(((PutItemRequest) call.request()).item().get("duration").n())
                    .isEqualTo(Integer.toString(duration));
            assertThat(table.arrived()).isEqualTo(duration - 99);
            call.answer().complete(null);
        }
        ApiUnderTest.await(Future.join(answers));
        assertThat(answers).allMatch(answer -> answer.result().status() == 201);
    }

    @Test
    void sendsWritesToOtherKeysAtOnce() throws InterruptedException {
        post("/votes", Samples.VOTE);
        post("/votes", OTHER_KEY);
        post("/votes", Samples.VOTE.replace("\"u\"", "\"u2\""));
        post("/views", Samples.VIEW);
        post("/views", Samples.VIEW.replace("25.000000", "25.000001"));
        post("/views", Samples.VIEW.replace("\"u\"", "\"u2\""));

        for (int i = 0; i < 6; i++) {
            table.next();
        }
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    private Future<Answer> post(String path, String body) {
        return send(HttpMethod.POST, path, ApiUnderTest.JSON, Buffer.buffer(body));
    }

    private Future<Answer> delete(String path) {
        return send(HttpMethod.DELETE, path, Map.of(), Buffer.buffer());
    }

    private Future<Answer> send(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        Future<Answer> answer = ApiUnderTest.begin(client, method, path, headers, body);
        answers.add(answer);
        return answer;
    }

    private static String videoOf(Call call) {
        return ((PutItemRequest) call.request()).item().get("videoId").s();
    }

    private static String voteOf(Call call) {
        return ((PutItemRequest) call.request()).item().get("voteType").s();
    }
}
