package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Many events in one request. */
class EventsTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @RegisterExtension
    static final ApiUnderTest patientApi = new ApiUnderTest(Map.of("WRITE_PATIENCE_MS", "10000"));

    private static final String VIEW =
            "{\"type\":\"VIEW\",\"userId\":\"u\",\"videoId\":\"v\",\"duration\":35,\"timestamp\":\"" + Samples.TIME
                    + "\"}";
    private static final String VOTE = "{\"type\":\"VOTE\",\"userId\":\"u\",\"videoId\":\"v\",\"voteType\":\"LIKE\"}";

    @Test
    void storesViewsAndVotes() {
        JsonObject response = post(VIEW, VOTE);

        assertThat(response).isEqualTo(new JsonObject().put("accepted", 2).put("rejected", new JsonArray()));
        assertThat(api.dynamoDb.item("USER#u", "VIDEO#v#VIEW#" + Samples.TIME)).isNotNull();
        assertThat(api.dynamoDb.item("USER#u", "VIDEO#v#VOTE")).isNotNull();
    }

    @Test
    void storesValidEventsAndReportsInvalidOnesByIndex() {
        JsonObject response = post(
                VIEW.replace("35", "-1"),
                VIEW,
                "7",
                VOTE.replace("LIKE", "LOVE").replace("\"v\"", "\"#\""),
                VOTE,
                VOTE.replace("VOTE", "POLL"),
                "{}",
                VIEW.replace("\"duration\":35", "\"voteType\":\"LIKE\""));

        assertThat(response.getInteger("accepted")).isEqualTo(2);
        assertThat(rejections(response))
                .containsExactly(
                        "0 400 #/events/0/duration",
                        "2 400 #/events/2",
                        "3 400 #/events/3/videoId #/events/3/voteType",
                        "5 400 #/events/5/type",
                        "6 400 #/events/6/type",
                        "7 400 #/events/7/voteType #/events/7/duration");
        assertThat(api.dynamoDb.items()).hasSize(2);
    }

    @Test
    void storesTheLastOfTwoWritesToOneKey() {
        JsonObject response = post(
                VOTE, VIEW, VOTE.replace("LIKE", "DISLIKE"), VIEW.replace("35", "70"), VOTE.replace("\"u\"", "\"w\""));

        assertThat(response.getInteger("accepted")).isEqualTo(5);
        assertThat(api.dynamoDb.items()).hasSize(3);
        assertThat(api.dynamoDb.item("USER#u", "VIDEO#v#VOTE").get("voteType").s())
                .isEqualTo("DISLIKE");
        assertThat(api.dynamoDb
                        .item("USER#u", "VIDEO#v#VIEW#" + Samples.TIME)
                        .get("duration")
                        .n())
                .isEqualTo("70");
    }

    @Test
    void assignsEachViewWithoutTimestampItsOwn() {
        String view = "{\"type\":\"VIEW\",\"userId\":\"u\",\"videoId\":\"v\",\"duration\":35}";

        assertThat(post(view, view, view).getInteger("accepted")).isEqualTo(3);

        assertThat(api.dynamoDb.items()).hasSize(3);
    }

    @Test
    void acceptsAtMostFiveHundredEvents() {
        List<String> views = IntStream.range(0, 501)
                .mapToObj(i -> VIEW.replace("\"u\"", "\"u" + i + "\""))
                .toList();

        api.post("/events", body(views.stream())).isProblem(400, "#/events");
        assertThat(api.dynamoDb.items()).isEmpty();
        assertThat(patientApi
                        .post("/events", body(views.subList(0, 500).stream()))
                        .hasStatus(200)
                        .json()
                        .getInteger("accepted"))
                .isEqualTo(500);
        assertThat(patientApi.dynamoDb.items()).hasSize(500);
        assertThat(patientApi.dynamoDb.calls()).hasSize(20);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{}",
                "{'events':[]}",
                "{'events':{}}",
                "{'events':null}",
                "{'events':7}",
                "{'events':[{}],'events':[{}]}",
                "{'events':[{}],'more':1}",
                "{'more':[]}"
            })
    void refusesBodyThatIsNotAListOfEvents(String body) {
        TestResponse response = api.post("/events", body.replace('\'', '"'));

        response.isProblem(400, body.contains("more") ? "#/more" : "#/events");
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "[]", "7", "{\"events\":[", "{\"events\":[{}]}}", "{\"events\":[nul]}"})
    void refusesBodyThatIsNotAJsonObject(String body) {
        api.post("/events", body).isProblem(400, "#");
    }

    @Test
    void acceptsAtMostOneMebibyte() {
        String padding = " ".repeat(1024 * 1024 - body(Stream.of(VIEW)).length());

        api.post("/events", body(Stream.of(VIEW)) + padding).hasStatus(200);
        api.post("/events", body(Stream.of(VIEW)) + padding + " ").isProblem(413);
    }

    @Test
    void failsTheBatchIfNoEventIsStored() {
        api.dynamoDb.failWith(SdkClientException.create("secret"));

        TestResponse response = api.post("/events", body(Stream.of(VIEW, VIEW.replace("35", "-1"))));

        response.isProblem(503);
        assertThat(response.headers().get("Retry-After")).isEqualTo("1");
    }

    @Test
    void reportsEventsThatTheTableDidNotStore() {
        api.dynamoDb.writeAtMost(1);
        List<String> votes = IntStream.range(0, 100)
                .mapToObj(i -> VOTE.replace("\"u\"", "\"u" + i + "\""))
                .toList();

        JsonObject response = post(votes.toArray(String[]::new));

        int accepted = response.getInteger("accepted");
        assertThat(accepted).isBetween(1, 99).isEqualTo(api.dynamoDb.items().size());
        assertThat(rejections(response)).hasSize(100 - accepted).allMatch(rejection -> rejection.contains(" 503"));
    }

    private static JsonObject post(String... events) {
        return api.post("/events", body(Stream.of(events))).hasStatus(200).json();
    }

    private static String body(Stream<String> events) {
        return events.collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    /** Returns the index, the status and the pointers of each problem. */
    private static List<String> rejections(JsonObject response) {
        return response.getJsonArray("rejected").stream()
                .map(JsonObject.class::cast)
                .map(rejection -> {
                    JsonObject problem = rejection.getJsonObject("problem");
                    String pointers = problem.getJsonArray("errors", new JsonArray()).stream()
                            .map(error -> " " + ((JsonObject) error).getString("pointer"))
                            .collect(Collectors.joining());
                    return rejection.getInteger("index") + " " + problem.getInteger("status") + pointers;
                })
                .toList();
    }
}
