package io.github.viewtally.local.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.request.Cursors;
import io.github.viewtally.local.system.TestSystem;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cursors that are signed with the secret but have other contents, on the real DynamoDB Local. */
@Timeout(180)
class ForgedCursorIT {

    private static final String SECRET = "the secret of the cursors";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String TIME = "2022-01-02T00:30:25.000000+00:00";

    private static final List<String> LISTS = List.of(
            "/videos/v/views",
            "/videos/v/views?from=2022-01-02T00:00:00Z&to=2022-01-03T00:00:00Z",
            "/videos/v/views?order=desc",
            "/videos/v/likes",
            "/videos/v/dislikes",
            "/users/u/views",
            "/users/u/votes",
            "/summaries/videos",
            "/summaries/users");

    private static final List<String> TEXTS = List.of(
            "",
            ":",
            "0",
            "-1",
            "abc",
            "000#",
            "000#v",
            "012#" + "v".repeat(1_030),
            "VIEW#",
            "VIEW#" + TIME + "#USER#u",
            "VIEW#" + TIME + "#USER#w",
            "VIEW#2021-01-01T00:00:00.000000+00:00#USER#u",
            "VIEW#2023-01-01T00:00:00.000000+00:00#USER#u",
            "LIKE#USER#u",
            "DISLIKE#USER#u",
            "USER#u",
            "USER#w",
            "VIDEO#",
            "VIDEO#v#VIEW#" + TIME,
            "VIDEO#w#VIEW#" + TIME,
            "VIDEO#v#VOTE",
            "SUMMARY",
            "x".repeat(1_100),
            "\ud83d\ude00",
            "\u0000");

    @Test
    void returnAPageOrAnErrorThatNamesTheCursor() {
        try (TestSystem system =
                new TestSystem(Map.of("CURSOR_SECRET", SECRET), Map.of("BatchingWindowSeconds", "0"))) {
            post(system.url());
            Cursors cursors = new Cursors(SECRET);
            Random random = new Random(13);
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < 1_000; i++) {
                String list = LISTS.get(i % LISTS.size());
                List<String> texts = new ArrayList<>();
                int count = list.startsWith("/users") ? 1 : list.startsWith("/summaries") ? 4 : 3;
                while (texts.size() < count) {
                    texts.add(randomText(list, texts.size(), random));
                }
                String[] parts = list.split("[?]");
                String request = parts[0] + (parts.length == 1 ? "" : "\n" + parts[1].replace('&', '\n'));
                String cursor = cursors.encode(request, texts);

                HttpResponse<String> response = send(HttpRequest.newBuilder(
                                URI.create(system.url() + list + (parts.length == 1 ? "?" : "&") + "cursor=" + cursor))
                        .build());

                assertThat(response.statusCode())
                        .as(list + texts + response.body())
                        .isIn(200, 400);
                if (response.statusCode() == 400) {
                    assertThat(response.body()).contains("\"pointer\":\"?cursor\"");
                }
                statuses.merge(response.statusCode(), 1, Integer::sum);
            }
            assertThat(statuses).containsKeys(200, 400);
        }
    }

    /** Usually returns a valid text for this position of a cursor, so that later checks are tested too. */
    private static String randomText(String list, int position, Random random) {
        if (random.nextInt(3) == 0) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        List<String> valid = list.startsWith("/users")
                ? List.of("VIDEO#v#VIEW#" + TIME, "VIDEO#", "VIDEO#v#VOTE")
                : list.startsWith("/summaries")
                        ? List.of(
                                        List.of(":", "012#v"),
                                        List.of("000#", "", "000#v"),
                                        List.of("0", "5"),
                                        List.of("v", ""))
                                .get(position)
                        : List.of(
                                        List.of(
                                                list.contains("likes")
                                                        ? (list.endsWith("/likes") ? "LIKE#USER#u" : "DISLIKE#USER#u")
                                                        : "VIEW#" + TIME + "#USER#u"),
                                        List.of("USER#u"),
                                        List.of("VIDEO#v#VIEW#" + TIME, "VIDEO#v#VOTE"))
                                .get(position);
        return valid.get(random.nextInt(valid.size()));
    }

    private static void post(URI api) {
        for (String user : List.of("u", "w")) {
            String view = new JsonObject()
                    .put("type", "VIEW")
                    .put("userId", user)
                    .put("videoId", "v")
                    .put("duration", 1)
                    .put("timestamp", TIME)
                    .encode();
            String vote = new JsonObject()
                    .put("type", "VOTE")
                    .put("userId", user)
                    .put("videoId", "v")
                    .put("voteType", "LIKE")
                    .encode();
            HttpResponse<String> response = send(HttpRequest.newBuilder(api.resolve("/events"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"events\":[" + view + "," + vote + "]}"))
                    .build());
            assertThat(response.body()).contains("\"accepted\":2");
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
    }
}
