package io.github.viewtally.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.SpreadItems;
import io.github.viewtally.model.table.ViewerItems;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /videos/{videoId}/viewers}. */
class ListViewersTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final List<String> USERS =
            IntStream.range(100, 107).mapToObj(Integer::toString).toList();

    @BeforeEach
    void storeOtherItems() {
        api.dynamoDb.store(Samples.viewItem("100", Samples.TIME));
        api.dynamoDb.store(EventItems.toItem(new Vote("100", "v", VoteType.LIKE)));
        api.dynamoDb.store(ViewerItems.toItem(new Viewer("100", "w"), 1, false));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 100})
    void listsEachViewerOnceByUser(int limit) {
        USERS.forEach(user -> api.dynamoDb.store(ViewerItems.toItem(new Viewer(user, "v"), 1, user.equals("101"))));

        assertThat(userIds(api.pages("/videos/v/viewers?limit=" + limit))).isEqualTo(USERS);
        assertThat(api.get("/videos/v/viewers").items().get(0)).isEqualTo(new JsonObject().put("userId", "100"));
    }

    @Test
    void readsAllPartitionsOfAHotVideo() {
        api.dynamoDb.store(SpreadItems.toItem("v", 4));
        for (int i = 0; i < USERS.size(); i++) {
            api.dynamoDb.store(ViewerItems.toItem(new Viewer(USERS.get(i), "v"), i < 3 ? 1 : 4, false));
        }

        assertThat(userIds(api.pages("/videos/v/viewers?limit=2"))).isEqualTo(USERS);
    }

    @Test
    void isEmptyWithoutViewers() {
        assertThat(api.get("/videos/v/viewers").hasStatus(200).items()).isEmpty();
    }

    @Test
    void leavesViewersOutOfTheListsOfEvents() {
        api.dynamoDb.store(ViewerItems.toItem(new Viewer("100", "v"), 1, false));

        assertThat(api.get("/videos/v/views").items()).hasSize(1);
        assertThat(api.get("/videos/v/likes").items()).hasSize(1);
        assertThat(api.get("/users/100/views").items()).hasSize(1);
        assertThat(api.get("/users/100/votes").items()).hasSize(1);
    }

    private static List<String> userIds(List<TestResponse> pages) {
        return pages.stream()
                .flatMap(page -> page.items().stream())
                .map(viewer -> viewer.getString("userId"))
                .toList();
    }
}
