package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A page of a list takes a bounded number of queries, even with many other items between its events. */
class ListReadsTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest(name = "by {0}")
    @ValueSource(ints = {1, 2, 7, 60, 1_000})
    void listsEachViewAndVoteOfAUserOnceEvenIfTheyAreMixed(int limit) {
        List<String> views = new ArrayList<>();
        List<String> votes = new ArrayList<>();
        storeMixedEventsOfUser(views, votes);

        assertThat(ListsTest.values(api.pages("/users/u/views?limit=" + limit), "videoId"))
                .isEqualTo(views);
        assertThat(ListsTest.values(api.pages("/users/u/votes?limit=" + limit), "videoId"))
                .isEqualTo(votes);
    }

    @ParameterizedTest(name = "{0} items a query")
    @ValueSource(ints = {1, 2, 3, 40})
    void listsEachEventOfAUserOnceEvenIfQueriesEndEarly(int evaluated) {
        List<String> views = new ArrayList<>();
        List<String> votes = new ArrayList<>();
        storeMixedEventsOfUser(views, votes);
        api.dynamoDb.evaluateAtMost(evaluated);

        assertThat(ListsTest.values(api.pages("/users/u/views?limit=5"), "videoId"))
                .isEqualTo(views);
        assertThat(ListsTest.values(api.pages("/users/u/votes?limit=5"), "videoId"))
                .isEqualTo(votes);
    }

    @Test
    void endsAPageEarlyAmongManyEventsOfTheOtherKind() {
        for (int i = 1_000; i < 2_000; i++) {
            api.dynamoDb.store(EventItems.toItem(new Vote("u", "v" + i, VoteType.LIKE)));
        }
        api.dynamoDb.store(viewOfUser("w"));

        TestResponse first = api.get("/users/u/views?limit=1").hasStatus(200);
        int queries = api.dynamoDb.calls().size();

        assertThat(queries).isLessThanOrEqualTo(10);
        assertThat(first.items()).isEmpty();
        assertThat(ListsTest.values(api.pages("/users/u/views?limit=1"), "videoId"))
                .containsExactly("w");
    }

    @Test
    void readsAPageWithOneQueryEvenIfHalfOfItIsOfTheOtherKind() {
        storeMixedEventsOfUser(new ArrayList<>(), new ArrayList<>());

        assertThat(api.get("/users/u/votes?limit=10").items()).hasSize(10);
        assertThat(api.dynamoDb.calls()).hasSize(1);
    }

    @Test
    void pagesOverEventsOfOtherProgramsWithTheLongestIds() {
        List<String> users =
                IntStream.range(0, 4).mapToObj(i -> "\u20ac".repeat(249) + i).toList();
        users.forEach(user -> api.dynamoDb.store(Samples.viewItem(user, Samples.TIME)));

        assertThat(ListsTest.values(api.pages("/videos/v/views?limit=1"), "userId"))
                .isEqualTo(users);
    }

    /** 60 views and 30 votes of user u, whose videos are added in their order. */
    private static void storeMixedEventsOfUser(List<String> views, List<String> votes) {
        for (int i = 100; i < 160; i++) {
            views.add("v" + i);
            api.dynamoDb.store(viewOfUser("v" + i));
            if (i % 2 == 0) {
                votes.add("v" + i);
                api.dynamoDb.store(EventItems.toItem(new Vote("u", "v" + i, VoteType.DISLIKE)));
            }
        }
        api.dynamoDb.store(Samples.viewItem("u2", Samples.TIME));
        api.dynamoDb.store(Samples.item(Map.of("PK", "USER#u", "SK", "SUMMARY", "type", "USER_SUMMARY")));
    }

    static Map<String, AttributeValue> viewOfUser(String videoId) {
        Map<String, AttributeValue> item = new HashMap<>(Samples.viewItem("u", Samples.TIME));
        item.put("SK", AttributeValue.fromS("VIDEO#" + videoId + "#VIEW#" + Samples.TIME));
        item.put("GSI1PK", AttributeValue.fromS("VIDEO#" + videoId));
        item.put("videoId", AttributeValue.fromS(videoId));
        return item;
    }
}
