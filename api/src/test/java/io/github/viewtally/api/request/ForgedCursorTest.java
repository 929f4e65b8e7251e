package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiResponse;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.FuzzedJson;
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

/** Cursors whose signature is good, made by somebody who knows the secret, but with contents that no list gives out. */
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
            "/videos/v/likes",
            "/videos/v/dislikes",
            "/users/u/views",
            "/users/u/votes",
            "/summaries/videos",
            "/summaries/users");

    private static final String TIME = "2022-01-02T00:30:25.000000+00:00";
    private static final String VIEW = "VIEW#" + TIME + "#USER#u";
    private static final String VIEW_OF_USER = "VIDEO#v#VIEW#" + TIME;

    /** What is no content of a cursor of any list. */
    private static final List<String> NO_CONTENTS = List.of(
            "",
            "null",
            "{}",
            "5",
            "\"a\"",
            "[",
            "[]",
            "[]]",
            "[\"\"]",
            "[\"\",\"\",\"\"]",
            "[\":\",\"\",\"abc\",\"\"]",
            "[null]",
            "[null,null,null]",
            "[null,null,null,null]",
            "[5]",
            "[1,2,3]",
            "[1,2,3,4]",
            "[[\"a\"]]",
            "[{}]",
            "[true,false,true]",
            "[\"a\",\"b\"]",
            "[\"a\",\"b\",\"c\",\"d\",\"e\"]",
            "[\"VIDEO#\\ud800\"]",
            "[".repeat(900) + "]".repeat(900));

    static Stream<Arguments> refusesContentThatIsNotThatOfTheList() {
        return Stream.of(
                        LISTS.stream().flatMap(list -> NO_CONTENTS.stream().map(content -> arguments(list, content))),
                        contents(VIEWS_OF_VIDEO, noViews()),
                        contents(VIEWS_OF_VIDEO + BOUNDED, noViews()),
                        contents(VIEWS_OF_VIDEO + BOUNDED, outOfBounds()),
                        contents("/videos/v/likes", noVotes("DISLIKE")),
                        contents("/videos/v/dislikes", noVotes("LIKE")),
                        contents("/users/u/views", noEvents()),
                        contents("/users/u/votes", noEvents()),
                        contents("/summaries/videos", noPlaces()),
                        contents("/summaries/users", noPlaces()))
                .flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> contents(String list, Stream<List<String>> contents) {
        return contents.map(texts -> arguments(list, new JsonArray(texts).encode()));
    }

    private static Stream<List<String>> noViews() {
        return Stream.of(
                List.of("", "USER#u", VIEW_OF_USER),
                List.of("VIEW", "USER#u", VIEW_OF_USER),
                List.of("LIKE#USER#u", "USER#u", "VIDEO#v#VOTE"),
                List.of("W#USER#u", "USER#u", VIEW_OF_USER),
                List.of(VIEW, "", VIEW_OF_USER),
                List.of(VIEW, "USER#other", VIEW_OF_USER),
                List.of(VIEW, "u", VIEW_OF_USER),
                List.of(VIEW, "VIDEO#v", VIEW_OF_USER),
                List.of(VIEW, "USER#u", ""),
                List.of(VIEW, "USER#u", "SUMMARY"),
                List.of(VIEW, "USER#u", "VIDEO#other#VIEW#" + TIME),
                List.of(VIEW, "USER#u", "VIDEO#v" + "x".repeat(1_020)),
                List.of("VIEW#" + "2".repeat(1_030) + "#USER#u", "USER#u", VIEW_OF_USER),
                List.of("VIEW#" + TIME + "#USER#" + "u".repeat(2_050), "USER#" + "u".repeat(2_050), VIEW_OF_USER));
    }

    private static Stream<List<String>> outOfBounds() {
        return Stream.of("2022-01-01T23:59:59.999999", "2022-01-03T00:00:00.000000", "2023-01-01T00:00:00.000000")
                .map(time -> time + "+00:00")
                .map(time -> List.of("VIEW#" + time + "#USER#u", "USER#u", "VIDEO#v#VIEW#" + time));
    }

    private static Stream<List<String>> noVotes(String other) {
        String type = other.equals("LIKE") ? "DISLIKE" : "LIKE";
        return Stream.of(
                List.of(other + "#USER#u", "USER#u", "VIDEO#v#VOTE"),
                List.of(VIEW, "USER#u", VIEW_OF_USER),
                List.of(type + "#USER#u", "USER#other", "VIDEO#v#VOTE"),
                List.of(type + "#USER#u", "USER#u", "VIDEO#other#VOTE"),
                List.of(type + "#USER#u", "USER#u", ""));
    }

    private static Stream<List<String>> noEvents() {
        return Stream.of("", "SUMMARY", "HOUR#2022-01-02T00", "VIDEO", "video#", "VIDEO$", "VIDEO#" + "x".repeat(1_020))
                .map(List::of);
    }

    private static Stream<List<String>> noPlaces() {
        return Stream.of(
                List.of("", "", "0", ""),
                List.of(":", "", "", ""),
                List.of(":", "", "1e3", ""),
                List.of(":", "", "1.5", ""),
                List.of(":", "", "9223372036854775808", ""),
                List.of(":", "000#", "NaN", "v"),
                List.of(":", "000#", "9".repeat(400), "v"),
                List.of(":", "000#", "1e999999999", "v"),
                List.of(":", "000#", "1e-999999999", "v"),
                List.of(":", "000#", "1e99999999999", "v"),
                List.of(":", "0e999999999", "0e999999999", ""),
                List.of(":", "", "5", ""),
                List.of(":", "", "0", "v"),
                List.of(":", "000#", "0", ""),
                List.of(":", ":", "0", "v"),
                List.of(":", "abc", "0", "v"),
                List.of("::", "", "0", ""),
                List.of("abc", "", "0", ""),
                List.of("00#", "", "0", ""),
                List.of("0000", "", "0", ""),
                List.of("-01#", "", "0", ""),
                List.of("000#", "000#", "0", "v"),
                List.of("000#a", "000#b", "0", "v"),
                List.of("000#" + "x".repeat(1_030), "", "0", ""),
                List.of(":", "000#" + "x".repeat(1_030), "0", "v"),
                List.of(":", "000#", "0", "v".repeat(2_050)),
                List.of(VIEW, "USER#u", "0", VIEW_OF_USER));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refusesContentThatIsNotThatOfTheList(String list, String content) {
        get(list, content).isProblem(400, "?cursor");
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @Test
    void takesContentThatIsThatOfTheList() {
        get(VIEWS_OF_VIDEO, new JsonArray(List.of(VIEW, "USER#u", VIEW_OF_USER)).encode())
                .hasStatus(200);
        get(VIEWS_OF_VIDEO + BOUNDED, new JsonArray(List.of(VIEW, "USER#u", VIEW_OF_USER)).encode())
                .hasStatus(200);
        get("/users/u/votes", "[\"" + VIEW_OF_USER + "\"]").hasStatus(200);
        get("/summaries/videos", "[\":\",\"000#\",\"-1\",\"v\"]").hasStatus(200);
        get("/summaries/videos", "[\"012#\u00e9\",\"\",\"0\",\"\"]").hasStatus(200);
    }

    /** Whatever is signed, the answer is a page or a refusal by name. */
    @Test
    void answersWhateverIsSigned() {
        Random random = new Random(13);
        List<String> words = List.of(
                "",
                ":",
                "abc",
                "0",
                "-1",
                "000#",
                "012#v",
                "VIEW#",
                VIEW,
                "LIKE#USER#u",
                "DISLIKE#USER#u",
                "USER#u",
                VIEW_OF_USER,
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

            ApiResponse answer = get(LISTS.get(random.nextInt(LISTS.size())), content);

            if (answer.status() != 200) {
                answer.isProblem(400, "?cursor");
            }
        }
    }

    @Test
    void knowsNoSecretThatCouldBeGuessed() {
        for (String guess : List.of("cursors of " + "video-stats", "video-stats", "", "secret")) {
            String content = "[\"" + VIEW_OF_USER + "\"]";

            other.get("/users/u/votes?cursor=" + signed(guess, "/users/u/votes", content))
                    .isProblem(400, "?cursor");
        }
    }

    private static ApiResponse get(String list, String content) {
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
