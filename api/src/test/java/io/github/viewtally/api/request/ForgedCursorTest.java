package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.FuzzedJson;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cursors with a valid signature but with contents that no list creates. */
class ForgedCursorTest {
    private static final String SECRET = "the secret of the cursors";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("CURSOR_SECRET", SECRET));

    @RegisterExtension
    static final ApiUnderTest other = new ApiUnderTest(Map.of());

    private static final String VIEWS_OF_VIDEO = "/videos/v/views";
    private static final String BOUNDED = "?from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z";
    private static final List<String> LISTS = List.of(
            VIEWS_OF_VIDEO,
            VIEWS_OF_VIDEO + BOUNDED,
            "/videos/v/viewers",
            "/videos/v/likes",
            "/videos/v/dislikes",
            "/users/u/views",
            "/users/u/votes",
            "/summaries/videos",
            "/summaries/videos?order=trending",
            "/summaries/users");

    static Stream<Arguments> refusesContentThatDoesNotFitTheList() {
        return Stream.of(
                        LISTS.stream().flatMap(list -> ForgedContents.NO_CONTENTS.stream()
                                .map(content -> arguments(list, content))),
                        ForgedContents.contents(VIEWS_OF_VIDEO, ForgedContents.noViews()),
                        ForgedContents.contents(VIEWS_OF_VIDEO + BOUNDED, ForgedContents.noViews()),
                        ForgedContents.contents(VIEWS_OF_VIDEO + BOUNDED, ForgedContents.outOfBounds()),
                        ForgedContents.contents("/videos/v/likes", ForgedContents.noVotes("DISLIKE")),
                        ForgedContents.contents("/videos/v/dislikes", ForgedContents.noVotes("LIKE")),
                        ForgedContents.contents("/users/u/views", ForgedContents.noEvents()),
                        ForgedContents.contents("/users/u/votes", ForgedContents.noEvents()),
                        ForgedContents.contents("/summaries/videos", ForgedContents.noPlaces()),
                        ForgedContents.contents("/summaries/videos?order=trending", ForgedContents.noPlaces()),
                        ForgedContents.contents("/summaries/videos?order=trending", ForgedContents.noTrends()),
                        ForgedContents.contents("/summaries/users", ForgedContents.noPlaces()))
                .flatMap(arguments -> arguments);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesContentThatDoesNotFitTheList(String list, String content) {
        get(list, content).isProblem(400, "?cursor");
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @Test
    void acceptsContentThatFitsTheList() {
        get(VIEWS_OF_VIDEO, new JsonArray(List.of(ForgedContents.VIEW, "USER#u", ForgedContents.VIEW_OF_USER)).encode())
                .hasStatus(200);
        get(
                        VIEWS_OF_VIDEO + BOUNDED,
                        new JsonArray(List.of(ForgedContents.VIEW, "USER#u", ForgedContents.VIEW_OF_USER)).encode())
                .hasStatus(200);
        get("/users/u/votes", "[\"" + ForgedContents.VIEW_OF_USER + "\"]").hasStatus(200);
        get("/summaries/videos", "[\":\",\"000#\",\"-1\",\"v\"]").hasStatus(200);
        get("/summaries/videos", "[\"012#\u00e9\",\"\",\"0\",\"\"]").hasStatus(200);
        get("/summaries/videos?order=trending", "[\":\",\"0000012#\",\"1280:77 1281:-5 \",\"v\"]")
                .hasStatus(200);
        get("/summaries/videos?order=trending", "[\"0000012#\u00e9\",\"\",\"0\",\"\"]")
                .hasStatus(200);
    }

    /** For any signed content, the response is a page or an error that names the cursor. */
    @Test
    void respondsWithoutFailureToAnySignedContent() {
        Random random = new Random(13);
        List<String> words = List.of(
                "",
                ":",
                "abc",
                "0",
                "-1",
                "000#",
                "012#v",
                "0000012#v",
                "0000011#",
                "1280:77 ",
                "VIEW#",
                ForgedContents.VIEW,
                "LIKE#USER#u",
                "DISLIKE#USER#u",
                "USER#u",
                ForgedContents.VIEW_OF_USER,
                "VIDEO#v#VOTE",
                "SUMMARY",
                "\u0000",
                "\ud83d\ude00",
                "x".repeat(1_100));
        FuzzedJson json = new FuzzedJson(random);
        for (int i = 0; i < 4_000; i++) {
            List<String> elements = new ArrayList<>();
            for (int j = List.of(1, 3, 4, random.nextInt(6)).get(random.nextInt(4)); j > 0; j--) {
                String odd = json.any();
                elements.add(
                        random.nextInt(8) == 0 && odd.length() < 500
                                ? odd
                                : Json.encode(words.get(random.nextInt(words.size()))));
            }
            String content = "[" + String.join(",", elements) + "]";

            TestResponse response = get(LISTS.get(random.nextInt(LISTS.size())), content);

            if (response.status() != 200) {
                response.isProblem(400, "?cursor");
            }
        }
    }

    @Test
    void doesNotUseAGuessableSecret() {
        for (String guess : List.of("cursors of " + "video-stats", "video-stats", "", "secret")) {
            String content = "[\"" + ForgedContents.VIEW_OF_USER + "\"]";

            other.get("/users/u/votes?cursor=" + signed(guess, "/users/u/votes", content))
                    .isProblem(400, "?cursor");
        }
    }

    private static TestResponse get(String list, String content) {
        String[] parts = list.split("[?]");
        String request = parts[0] + (parts.length == 1 ? "" : "\n" + parts[1].replace('&', '\n'));
        return api.get(list + (parts.length == 1 ? "?" : "&") + "cursor=" + signed(SECRET, request, content));
    }

    private static String signed(String secret, String request, String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = secret.isEmpty() ? new byte[1] : secret.getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            mac.update((request + "\0").getBytes(StandardCharsets.UTF_8));
            byte[] signature = mac.doFinal(bytes);
            byte[] whole = new byte[16 + bytes.length];
            System.arraycopy(signature, 0, whole, 0, 16);
            System.arraycopy(bytes, 0, whole, 16, bytes.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
