package io.github.viewtally.loadgen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class WatchCommandTest {
    private static final String EMPTY_PAGE = "{\"items\":[],\"nextCursor\":null}";

    private final Cli cli = new Cli();

    @Test
    void onceReadsAllPagesAndPrintsBothTables(Vertx vertx) {
        StubApi api = new StubApi(
                vertx,
                (call, response) -> StubApi.page(
                        response,
                        switch (call.uri()) {
                            case "/summaries/videos?limit=100" ->
                                "{\"items\":[" + row("videoId", "10", 1) + "],\"nextCursor\":\"a+/=\"}";
                            case "/summaries/videos?limit=100&cursor=a%2B%2F%3D" ->
                                "{\"items\":[" + row("videoId", "9", 2) + "]}";
                            default -> "{\"items\":[" + row("userId", "0", 3) + "],\"nextCursor\":null}";
                        }));

        int exit = cli.execute("watch", "--once", "--url=" + api.url());

        assertThat(exit).isZero();
        assertThat(api.requests).hasSize(3);
        assertThat(cli.out.toString().replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\n", "<time>\n"))
                .isEqualTo(
                        """
                        |----------+----------+----------+----------+----------|
                        |videoId   |views     |duration  |likes     |dislikes  |
                        |----------+----------+----------+----------+----------|
                        |9         |2         |90        |0         |5         |
                        |----------+----------+----------+----------+----------|
                        |10        |1         |90        |0         |5         |
                        |----------+----------+----------+----------+----------|
                        Fetched at <time>


                        |----------+----------+----------+----------+----------|
                        |userId    |views     |duration  |likes     |dislikes  |
                        |----------+----------+----------+----------+----------|
                        |0         |3         |90        |0         |5         |
                        |----------+----------+----------+----------+----------|
                        Fetched at <time>

                        xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
                        """);
    }

    @Test
    void onceWithoutAServerExitsWithCode1(Vertx vertx) {
        URI url = StubApi.freeUrl(vertx);

        int exit = cli.execute("watch", "--once", "--url=" + url);

        assertThat(exit).isEqualTo(1);
        assertThat(cli.errLines())
                .containsExactly("loadgen: no answer from " + url + ": Connection refused. Is the server running?");
        assertThat(cli.out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "not JSON", "{\"items\":[{\"videoId\":\"1\"}]}", "{\"items\":[1]}"})
    void anUnreadablePageExitsWithCode1(String body, Vertx vertx) {
        StubApi api = new StubApi(vertx, (call, response) -> StubApi.page(response, body));

        assertThat(cli.execute("watch", "--once", "--url=" + api.url())).isEqualTo(1);
        assertThat(cli.errLines()).containsExactly("loadgen: /summaries/videos did not return a page of totals");
    }

    @Test
    void endlessCursorsAreAnError(Vertx vertx) {
        StubApi api = new StubApi(
                vertx, (call, response) -> StubApi.page(response, "{\"items\":[],\"nextCursor\":\"again\"}"));

        assertThat(cli.execute("watch", "--once", "--url=" + api.url())).isEqualTo(1);
        assertThat(cli.errLines()).containsExactly("loadgen: /summaries/videos does not end after 0 rows");
    }

    @Test
    void continuesAfterAFailedRound(Vertx vertx) throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch thirdRound = new CountDownLatch(3);
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (call.uri().startsWith("/summaries/videos")) {
                thirdRound.countDown();
            }
            if (call.uri().startsWith("/summaries/videos") && rounds.incrementAndGet() == 1) {
                response.setStatusCode(500).end();
            } else {
                StubApi.page(response, EMPTY_PAGE);
            }
        });
        Thread watching = new Thread(() -> cli.execute("watch", "--every=10ms", "--url=" + api.url()));

        watching.start();
        boolean reached = thirdRound.await(10, TimeUnit.SECONDS);
        watching.interrupt();
        watching.join();

        assertThat(reached).isTrue();
        assertThat(cli.errLines().get(0)).isEqualTo("loadgen: /summaries/videos returned 500 Internal Server Error");
        assertThat(cli.out.toString()).contains("|userId    |", "\nxxxxxxxx");
    }

    @Test
    void theSecondRoundShowsChanges(Vertx vertx) throws InterruptedException {
        String output = watchTwoRounds(vertx);

        assertThat(output)
                .contains("|0         |44        |90        |0         |5         |\n")
                .contains("|0         |47 (+3)   |90        |0         |5         |\n")
                .doesNotContain("\u001b[");
    }

    @Test
    void printsARoundWithItsChangesAsALineOfJson(Vertx vertx) throws InterruptedException {
        List<JsonObject> rounds = watchTwoRounds(vertx, "--json")
                .lines()
                .limit(2)
                .map(JsonObject::new)
                .toList();

        JsonObject first = rounds.get(0).getJsonArray("videos").getJsonObject(0);
        JsonObject second = rounds.get(1).getJsonArray("videos").getJsonObject(0);
        assertThat(first).isEqualTo(new JsonObject(row("videoId", "0", 44)).put("change", new JsonObject()));
        assertThat(second)
                .isEqualTo(new JsonObject(row("videoId", "0", 47)).put("change", new JsonObject().put("views", 3)));
        assertThat(rounds.get(1).getJsonArray("users")).isEmpty();
    }

    @Test
    void printsAnUnknownTotalAsAQuestionMarkAndAsNullInJson(Vertx vertx) throws InterruptedException {
        assertThat(watch(vertx, List.of("null", "5")))
                .contains("|0         |?         |90        |0         |5         |\n")
                .contains("|0         |5         |90        |0         |5         |\n");
        JsonObject first = new JsonObject(
                watch(vertx, List.of("null", "5"), "--json").lines().findFirst().orElseThrow());
        assertThat(first.getJsonArray("videos").getJsonObject(0))
                .isEqualTo(new JsonObject(row("videoId", "0", "null")).put("change", new JsonObject()));
    }

    @Test
    void printsAChangeBeyond64BitsExactly(Vertx vertx) throws InterruptedException {
        assertThat(watch(vertx, List.of("-9223372036854775808", "9223372036854775807")))
                .contains("|9223372036854775807 (+18446744073709551615)|");
        assertThat(watch(vertx, List.of("-9223372036854775808", "9223372036854775807"), "--json"))
                .contains("\"change\":{\"views\":18446744073709551615}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1e30", "1.5", "\"1\""})
    void aTotalThatIsNotALongExitsWithCode1(String views, Vertx vertx) {
        StubApi api = new StubApi(
                vertx, (call, response) -> StubApi.page(response, "{\"items\":[" + row("videoId", "0", views) + "]}"));

        assertThat(cli.execute("watch", "--once", "--url=" + api.url())).isEqualTo(1);
        assertThat(cli.errLines()).containsExactly("loadgen: /summaries/videos did not return a page of totals");
    }

    private String watchTwoRounds(Vertx vertx, String... options) throws InterruptedException {
        return watch(vertx, List.of("44", "47"), options);
    }

    /** The views are the first in the first round and the second from then on. */
    private String watch(Vertx vertx, List<String> views, String... options) throws InterruptedException {
        cli.out.getBuffer().setLength(0);
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch thirdRound = new CountDownLatch(3);
        StubApi api = new StubApi(vertx, (call, response) -> {
            if (call.uri().startsWith("/summaries/users")) {
                StubApi.page(response, EMPTY_PAGE);
                return;
            }
            thirdRound.countDown();
            String now = views.get(rounds.incrementAndGet() == 1 ? 0 : 1);
            StubApi.page(response, "{\"items\":[" + row("videoId", "0", now) + "],\"nextCursor\":null}");
        });
        List<String> arguments = new ArrayList<>(List.of("watch", "--every=10ms", "--url=" + api.url()));
        arguments.addAll(List.of(options));
        Thread watching = new Thread(() -> cli.execute(arguments.toArray(String[]::new)));
        watching.start();
        boolean reached = thirdRound.await(10, TimeUnit.SECONDS);
        watching.interrupt();
        watching.join();
        assertThat(reached).isTrue();
        return cli.out.toString();
    }

    private static String row(String idField, String id, int views) {
        return row(idField, id, Integer.toString(views));
    }

    private static String row(String idField, String id, String views) {
        return String.format(
                Locale.ROOT,
                "{\"%s\":\"%s\",\"views\":%s,\"duration\":90,\"likes\":0,\"dislikes\":5,\"%s\":1}",
                idField,
                id,
                views,
                idField.equals("videoId") ? "viewers" : "videos");
    }
}
