package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every id within the rules is accepted, in a body, a path and a query. */
class AcceptedIdsTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~:@|+=-";

    /** The whole alphabet, and as long as an id may be. */
    private static final String LONGEST = (ALPHABET + ALPHABET).substring(0, 128);

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void acceptsId(String userId, String videoId) {
        String time = Samples.TIME;
        JsonObject view = new JsonObject()
                .put("userId", userId)
                .put("videoId", videoId)
                .put("duration", 1)
                .put("timestamp", time);
        JsonObject vote =
                new JsonObject().put("userId", userId).put("videoId", videoId).put("voteType", "LIKE");

        assertThat(api.post("/views", view.encode()).hasStatus(201).json()).isEqualTo(view);
        assertThat(api.post("/votes", vote.encode()).hasStatus(200).json()).isEqualTo(vote);

        String user = Samples.encoded(userId);
        String video = Samples.encoded(videoId);
        assertThat(api.get("/users/" + user + "/views").items())
                .containsExactly(new JsonObject()
                        .put("videoId", videoId)
                        .put("duration", 1)
                        .put("timestamp", time));
        assertThat(api.get("/videos/" + video + "/likes").items())
                .containsExactly(new JsonObject().put("userId", userId));
        assertThat(api.get("/videos/" + video + "/summary").json().getString("videoId"))
                .isEqualTo(videoId);
        assertThat(api.get("/summaries/users?ids=" + user + ",x").items())
                .extracting(summary -> summary.getString("userId"))
                .containsExactly(userId, "x");
        api.delete("/users/" + user + "/views/" + video + "/" + time).hasStatus(204);
        api.delete("/users/" + user + "/votes/" + video).hasStatus(204);
        assertThat(api.dynamoDb.items()).isEmpty();
    }

    static Stream<Arguments> acceptsId() {
        return Stream.of(
                arguments(LONGEST, LONGEST),
                arguments("0", "-"),
                arguments("summary", "views"),
                arguments("SUMMARY", "VIEW"),
                arguments("a.b", "..."),
                arguments("__proto__", "null"));
    }

    @Test
    void acceptsUnencodedIdsInPath() {
        api.get("/videos/" + LONGEST + "/summary").hasStatus(200);
    }

    @Test
    void acceptsAHundredIdsOfMaximumLengthInAnyEncoding() {
        String ids = IntStream.range(0, 100)
                .mapToObj(i -> "%2B".repeat(125) + (i + 100))
                .collect(Collectors.joining("%2C"));

        assertThat(api.get("/summaries/videos?ids=" + ids).hasStatus(200).items())
                .hasSize(100);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ids=b&ids=a&ids=c", "ids=b,a&ids=c", "ids=b&ids=a,c", "ids=b&ids=a&ids=b&ids=c,a"})
    void acceptsIdsOfARepeatedParameter(String query) {
        assertThat(api.get("/summaries/videos?" + query).hasStatus(200).items())
                .extracting(summary -> summary.getString("videoId"))
                .containsExactly("b", "a", "c");
        assertThat(api.get("/summaries/users?" + query).hasStatus(200).items())
                .extracting(summary -> summary.getString("userId"))
                .containsExactly("b", "a", "c");
    }

    @Test
    void acceptsAHundredIdsOfMaximumLengthInARepeatedParameter() {
        String ids = IntStream.range(0, 100)
                .mapToObj(i -> "ids=" + "%2B".repeat(125) + (i + 100))
                .collect(Collectors.joining("&"));

        assertThat(api.get("/summaries/videos?" + ids).hasStatus(200).items()).hasSize(100);
    }

    @Test
    void countsARepeatedIdOnce() {
        String ids = "a,".repeat(200) + "b";

        assertThat(api.get("/summaries/videos?ids=" + ids).hasStatus(200).items())
                .hasSize(2);
    }
}
