package io.github.viewtally.api.request;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.viewtally.api.auth.Issuer;
import io.github.viewtally.api.auth.TokenKey;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A cursor gives no access to the list of another user, with or without access tokens. */
class CursorsOfOthersTest {

    private static final String SECRET = "the secret of the cursors";
    private static final TokenKey KEY = TokenKey.ec("k", 256);

    @RegisterExtension
    static final ApiUnderTest open = new ApiUnderTest(Map.of("CURSOR_SECRET", SECRET));

    @RegisterExtension
    static final ApiUnderTest guarded = new ApiUnderTest(KEY.settings(Map.of("CURSOR_SECRET", SECRET)));

    @BeforeEach
    void storesEventsOfTwoUsers() {
        for (ApiUnderTest api : List.of(open, guarded)) {
            for (String user : List.of("a", "b")) {
                api.dynamoDb.store(Samples.viewItem(user, "2022-01-02T00:30:21.000000+00:00"));
                api.dynamoDb.store(Samples.viewItem(user, "2022-01-02T00:30:22.000000+00:00"));
                api.dynamoDb.store(EventItems.toItem(new Vote(user, "v", VoteType.LIKE)));
                api.dynamoDb.store(EventItems.toItem(new Vote(user, "w", VoteType.LIKE)));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"views", "votes"})
    void opensNoListOfAnotherUserWithoutTokens(String list) {
        String cursor = open.get("/users/a/" + list + "?limit=1").nextCursor();

        open.get("/users/a/" + list + "?limit=1&cursor=" + cursor).hasStatus(200);
        open.get("/users/b/" + list + "?limit=1&cursor=" + cursor).isProblem(400, "?cursor");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"views", "votes"})
    void opensNoListOfAnotherUserWithTokens(String list) {
        String cursor = get("a", "/users/a/" + list + "?limit=1").nextCursor();

        get("a", "/users/a/" + list + "?limit=1&cursor=" + cursor).hasStatus(200);
        get("b", "/users/b/" + list + "?limit=1&cursor=" + cursor).isProblem(400, "?cursor");
        get("b", "/users/a/" + list + "?limit=1&cursor=" + cursor).isProblem(403);
        get("a", "/users/b/" + list + "?limit=1&cursor=" + cursor).isProblem(403);
        guarded.get("/users/a/" + list + "?limit=1&cursor=" + cursor).isProblem(401);
    }

    /** With the secret, a client can start a list anywhere, but only the list of the path. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"views, VIDEO#", "views, VIDEO#v#VIEW#2022-01-02T00:30:21.000000+00:00", "votes, VIDEO#v#VOTE"})
    void doesNotReachItemsOfAnotherUserWithAForgedCursor(String list, String sortKey) {
        String path = "/users/b/" + list;
        String forged = new Cursors(SECRET).encode(path, List.of(sortKey));

        for (TestResponse response :
                List.of(open.get(path + "?cursor=" + forged), get("b", path + "?cursor=" + forged))) {
            response.hasStatus(200);
        }

        for (ApiUnderTest api : List.of(open, guarded)) {
            assertThat(api.dynamoDb.calls())
                    .hasSize(1)
                    .first(as(type(QueryRequest.class)))
                    .satisfies(query -> {
                        assertThat(query.keyConditionExpression()).startsWith("PK = :user AND ");
                        assertThat(query.expressionAttributeValues()
                                        .get(":user")
                                        .s())
                                .isEqualTo("USER#b");
                        assertThat(query.exclusiveStartKey().get("PK").s()).isEqualTo("USER#b");
                    });
        }
    }

    private static TestResponse get(String user, String uri) {
        String token = Issuer.token(KEY, Issuer.claims().put("sub", user));
        return guarded.send(HttpMethod.GET, uri, Map.of("Authorization", "Bearer " + token), Buffer.buffer());
    }
}
