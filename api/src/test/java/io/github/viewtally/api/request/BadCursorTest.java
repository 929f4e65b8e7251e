package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.storage.FakeDynamoDb;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.ViewerItems;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor is valid only unchanged and only for its own list. */
class BadCursorTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final List<String> LISTS = List.of(
            "/videos/v/views",
            "/videos/v/viewers",
            "/videos/v/likes",
            "/videos/v/dislikes",
            "/users/u0/views",
            "/users/u0/votes",
            "/summaries/videos",
            "/summaries/users");

    @BeforeEach
    void storesTwoOfEach() {
        for (String id : List.of("0", "1")) {
            api.dynamoDb.store(EventItems.toItem(new Vote("u0", "v" + id, VoteType.LIKE)));
            api.dynamoDb.store(EventItems.toItem(new Vote("l" + id, "v", VoteType.LIKE)));
            api.dynamoDb.store(EventItems.toItem(new Vote("d" + id, "v", VoteType.DISLIKE)));
            api.dynamoDb.store(ViewerItems.toItem(new Viewer("u" + id, "v"), 1, false));
            api.dynamoDb.store(Samples.viewItem("u0", "2022-01-02T00:30:2" + id + ".000000+00:00"));
            api.dynamoDb.store(Samples.summaryItem(SummaryKey.video(id), Counts.ZERO));
            api.dynamoDb.store(Samples.summaryItem(SummaryKey.user(id), Counts.ZERO));
        }
    }

    static Stream<String> lists() {
        return LISTS.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void refusesCursorWithAnyCharacterAltered(String list) {
        String cursor = cursorOf(list + "?limit=1");

        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            refused(list + "?limit=1", cursor.substring(0, i) + other + cursor.substring(i + 1));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void refusesCursorOfAnyOtherLength(String list) {
        String cursor = cursorOf(list + "?limit=1");

        for (int length = 0; length < cursor.length(); length++) {
            refused(list + "?limit=1", cursor.substring(0, length));
        }
        Stream.of(cursor + "A", cursor + "=", cursor + cursor, "A" + cursor, "%20" + cursor, cursor + "%0A")
                .forEach(longer -> refused(list + "?limit=1", longer));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void refusesCursorOfAnyOtherList(String list) {
        String cursor = cursorOf(list + "?limit=1");

        Stream.concat(
                        LISTS.stream(),
                        Stream.of("/videos/V/views", "/videos/u0/views", "/users/u1/views", "/users/v/views"))
                .filter(other -> !other.equals(list))
                .forEach(other -> refused(other + "?limit=1", cursor));
    }

    @ParameterizedTest(name = "bounds {0}")
    @ValueSource(
            strings = {
                "",
                "&order=asc",
                "&from=2022-01-01T00:00:01Z",
                "&from=2022-01-01T00:00:00Z&to=2022-01-04T00:00:00Z",
                "&to=2022-01-03T00:00:00Z",
                "&from=2022-01-01T00:00:00Z&to=2022-01-03T00:00:00Z&order=desc"
            })
    void refusesCursorOfViewsWithOtherBounds(String others) {
        String cursor = cursorOf("/videos/v/views?limit=1&from=2022-01-01T00:00:00Z&to=2022-01-03T00:00:00Z");

        refused("/videos/v/views?limit=1" + others, cursor);
    }

    @Test
    void acceptsCursorWithAnotherLimit() {
        String cursor = cursorOf("/videos/v/views?limit=1");

        assertThat(api.get("/videos/v/views?limit=1000&cursor=" + cursor)
                        .hasStatus(200)
                        .items())
                .hasSize(1);
    }

    @Test
    void acceptsCursorWithReorderedParameters() {
        String bounds = "from=2022-01-01T00:00:00Z&to=2022-01-03T00:00:00Z";
        String swapped = "to=2022-01-03T00:00:00Z&from=2022-01-01T00:00:00Z";
        String cursor = cursorOf("/videos/v/views?limit=1&" + bounds);

        assertThat(api.get("/videos/v/views?" + swapped + "&cursor=" + cursor)
                        .hasStatus(200)
                        .items())
                .hasSize(1);
    }

    private static String cursorOf(String uri) {
        String cursor = api.get(uri).hasStatus(200).nextCursor();
        assertThat(cursor).isNotNull();
        return cursor;
    }

    private static void refused(String uri, String cursor) {
        FakeDynamoDb dynamoDb = api.dynamoDb;
        int calls = dynamoDb.calls().size();

        api.get(uri + "&cursor=" + cursor).isProblem(400, "?cursor");

        assertThat(dynamoDb.calls()).hasSize(calls);
    }
}
