package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Views and votes are stored in the table and deleted from it. */
class RecordingTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("WRITE_PATIENCE_MS", "10000"));

    @Test
    void storesViewAsItemOfTheTable() {
        TestResponse response = api.post("/views", Samples.VIEW).hasStatus(201);

        assertThat(response.json()).isEqualTo(new JsonObject(Samples.VIEW));
        assertThat(api.dynamoDb.items())
                .containsExactly(Samples.item(Map.of(
                        "PK", "USER#u",
                        "SK", "VIDEO#v#VIEW#" + Samples.TIME,
                        "GSI1PK", "VIDEO#v",
                        "GSI1SK", "VIEW#" + Samples.TIME + "#USER#u",
                        "type", "VIEW",
                        "userId", "u",
                        "videoId", "v",
                        "duration", "35")));
    }

    @Test
    void storesVoteAsItemOfTheTable() {
        TestResponse response = api.post("/votes", Samples.VOTE).hasStatus(200);

        assertThat(response.json()).isEqualTo(new JsonObject(Samples.VOTE));
        assertThat(api.dynamoDb.items())
                .containsExactly(Samples.item(Map.of(
                        "PK", "USER#u",
                        "SK", "VIDEO#v#VOTE",
                        "GSI1PK", "VIDEO#v",
                        "GSI1SK", "LIKE#USER#u",
                        "type", "VOTE",
                        "userId", "u",
                        "videoId", "v",
                        "voteType", "LIKE")));
    }

    @Test
    void storesSameViewOnce() {
        api.post("/views", Samples.VIEW).hasStatus(201);
        api.post("/views", Samples.VIEW).hasStatus(201);

        assertThat(api.dynamoDb.items()).hasSize(1);
    }

    @Test
    void replacesDurationOfSameView() {
        api.post("/views", Samples.VIEW).hasStatus(201);
        api.post("/views", Samples.VIEW.replace("35", "70").replace("+00:00", "Z"))
                .hasStatus(201);

        assertThat(api.dynamoDb.items())
                .singleElement()
                .satisfies(item -> assertThat(item.get("duration").n()).isEqualTo("70"));
    }

    @Test
    void assignsUniqueTimestampsToViewsWithoutOne() {
        String body = """
                {"userId":"u","videoId":"v","duration":35}""";

        List<Future<TestResponse>> responses = IntStream.range(0, 1_000)
                .mapToObj(i -> api.begin(HttpMethod.POST, "/views", ApiUnderTest.JSON, Buffer.buffer(body)))
                .toList();

        ApiUnderTest.await(Future.join(responses));
        assertThat(responses)
                .extracting(response -> response.result().hasStatus(201).json().getString("timestamp"))
                .doesNotHaveDuplicates()
                .allSatisfy(time -> assertThat(Timestamps.parse(time).map(Timestamps::format))
                        .contains(time));
        assertThat(api.dynamoDb.items()).hasSize(1_000);
    }

    @Test
    void replacesVoteWithTheNextOne() {
        api.post("/votes", Samples.VOTE).hasStatus(200);
        TestResponse response = api.post("/votes", Samples.VOTE.replace("LIKE", "DISLIKE"));

        assertThat(response.hasStatus(200).json().getString("voteType")).isEqualTo("DISLIKE");
        assertThat(api.dynamoDb.items()).hasSize(1);
        assertThat(api.get("/videos/v/likes").items()).isEmpty();
        assertThat(api.get("/videos/v/dislikes").items()).containsExactly(new JsonObject().put("userId", "u"));
    }

    @Test
    void doesNotChangeVotesOfOtherUsersOrVideos() {
        api.post("/votes", Samples.VOTE);
        api.post("/votes", Samples.VOTE.replace("\"u\"", "\"u2\""));
        api.post("/votes", Samples.VOTE.replace("\"v\"", "\"v2\""));

        assertThat(api.dynamoDb.items()).hasSize(3);
    }

    @Test
    void deletesOnlyTheVote() {
        api.post("/votes", Samples.VOTE);
        api.post("/views", Samples.VIEW);

        api.delete("/users/u/votes/v").hasStatus(204);

        assertThat(api.dynamoDb.items())
                .extracting(item -> item.get("type").s())
                .containsExactly("VIEW");
    }

    @Test
    void deletesOnlyTheView() {
        api.post("/votes", Samples.VOTE);
        api.post("/views", Samples.VIEW);
        api.post("/views", Samples.VIEW.replace("25.000000", "25.000001"));

        api.delete("/users/u/views/v/" + Samples.TIME).hasStatus(204);

        assertThat(api.dynamoDb.items())
                .extracting(item -> item.get("SK").s())
                .containsExactlyInAnyOrder("VIDEO#v#VOTE", "VIDEO#v#VIEW#2022-01-02T00:30:25.000001+00:00");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/users/u/votes/v", "/users/u/views/v/2022-01-02T00:30:25Z"})
    void deletingAMissingEventSucceeds(String path) {
        api.delete(path).hasStatus(204);
        api.delete(path).hasStatus(204);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellingsOfOtherPrograms")
    void deletesViewWrittenByAnotherProgramByTheTimestampListed(String written) {
        api.dynamoDb.store(Samples.viewItem("u", written));
        api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:30:26+00:00"));
        api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:30:25.123456788Z"));
        api.dynamoDb.store(Samples.viewItem("other", written));
        assertThat(timestamps("/users/u/views")).contains(written);
        assertThat(timestamps("/videos/v/views")).contains(written);

        api.delete("/users/u/views/v/" + Samples.encoded(written)).hasStatus(204);

        assertThat(api.get("/videos/v/views").items())
                .extracting(view -> view.getString("userId") + " " + view.getString("timestamp"))
                .containsExactlyInAnyOrder(
                        "other " + written, "u 2022-01-02T00:30:26+00:00", "u 2022-01-02T00:30:25.123456788Z");
    }

    static Stream<String> spellingsOfOtherPrograms() {
        Stream<String> inUtc = IntStream.rangeClosed(1, 9)
                .mapToObj(digits -> "123456789".substring(0, digits))
                .flatMap(digits -> Stream.of("." + digits, "." + "0".repeat(digits.length())))
                .flatMap(fraction -> Stream.of(fraction + "Z", fraction + "+00:00"))
                .map(end -> "2022-01-02T00:30:25" + end);
        Stream<String> others = Stream.of(
                "2022-01-02T00:30:25Z",
                "2022-01-02T00:30:25+00:00",
                "2022-01-02T00:30:25.120Z",
                "2022-01-02T02:30:25.5+02:00",
                "2022-01-02t00:30:25z");
        return Stream.concat(inUtc, others);
    }

    @Test
    void deletesAllTimestampFormatsOfOneInstant() {
        List<String> spellings = List.of(
                "2022-01-02T00:30:25Z",
                "2022-01-02T00:30:25.0+00:00",
                "2022-01-02T00:30:25.000000+00:00",
                "2022-01-02T00:30:25.000000000Z");
        for (String given : spellings) {
            spellings.forEach(spelling -> api.dynamoDb.store(Samples.viewItem("u", spelling)));
            assertThat(timestamps("/users/u/views")).containsExactlyInAnyOrderElementsOf(spellings);

            api.delete("/users/u/views/v/" + Samples.encoded(given)).hasStatus(204);

            assertThat(api.dynamoDb.items()).isEmpty();
        }
    }

    private static List<String> timestamps(String path) {
        return api.get(path).items().stream()
                .map(view -> view.getString("timestamp"))
                .toList();
    }
}
