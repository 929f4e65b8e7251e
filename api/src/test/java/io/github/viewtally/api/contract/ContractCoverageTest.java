package io.github.viewtally.api.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.auth.Issuer;
import io.github.viewtally.api.auth.TokenKey;
import io.github.viewtally.api.storage.HeldWrites;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HalfLife;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.TrendScore;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.TrendItems.Place;
import io.github.viewtally.model.table.ViewerItems;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * The code can produce every status of every operation in the contract, with every documented field. {@link ApiUnderTest} checks the other direction: no response outside the contract.
 */
@Order(2)
class ContractCoverageTest {

    /** An API for which the views of this test are too short to count, so that responses say so. */
    @RegisterExtension
    static final ApiUnderTest api =
            new ApiUnderTest(Map.of("HTTP2", "true", "READINESS_KEPT_MILLIS", "0", "MIN_VIEW_SECONDS", "36"));

    /** An API with low limits and short timeouts. */
    @RegisterExtension
    static final ApiUnderTest impatient = new ApiUnderTest(Map.of("MAX_REQUESTS", "1", "RECEIVE_SECONDS", "1"));

    /** An API with a limit of one event per second and client. */
    @RegisterExtension
    static final ApiUnderTest limited = new ApiUnderTest(Map.of("CLIENT_RATE", "1"));

    /** An API that does not count the hours of users. */
    @RegisterExtension
    static final ApiUnderTest withoutUserStats = new ApiUnderTest(Map.of("USER_STATS", "false"));

    private static final TokenKey KEY = TokenKey.ec("k", 256);

    @RegisterExtension
    static final ApiUnderTest guarded = new ApiUnderTest(KEY.settings(Map.of()));

    @BeforeEach
    void storesTwoOfEach() {
        for (String id : new String[] {"u", "u2"}) {
            api.dynamoDb.store(EventItems.toItem(new Vote(id, "v", VoteType.LIKE, Optional.of(Samples.TIME))));
            api.dynamoDb.store(EventItems.toItem(new Vote(id + "-", "v", VoteType.DISLIKE)));
            api.dynamoDb.store(EventItems.toItem(new View(id, "v", 35, Samples.TIME, false)));
            api.dynamoDb.store(ViewerItems.toItem(new Viewer(id, "v"), 1, false));
            api.dynamoDb.store(viewedVideo("v" + id));
            api.dynamoDb.store(Samples.summaryItem(SummaryKey.user(id), Counts.ZERO));
        }
    }

    private static Map<String, AttributeValue> viewedVideo(String id) {
        SummaryKey video = SummaryKey.video(id);
        Map<String, AttributeValue> item = new HashMap<>(Samples.summaryItem(video, Counts.ZERO));
        Place place = Place.of(video, HalfLife.DEFAULT, TrendScore.NONE);
        item.put("GSI3PK", AttributeValue.fromS(place.partition()));
        item.put("GSI3SK", AttributeValue.fromS(place.sortKey()));
        return item;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void producesEveryStatusAndFieldOfTheContract(ContractOperation operation, String status) throws Exception {
        TestResponse response = provoke(operation, status);

        assertThat(response.status()).as(response.body().toString()).hasToString(status);
        operation.contents().get(status).forEach(content -> {
            assertThat(response.headers().get("Content-Type").split(";")[0]).isEqualTo(content.getKey());
            if (ContractOperation.isJson(content.getKey())) {
                JsonObject schema = ((JsonObject) content.getValue()).getJsonObject("schema");
                Set<String> promised = fieldsOfSchema("", schema);
                if (!status.equals("400")) {
                    promised.removeIf(field -> field.startsWith(".errors"));
                }
                // Only while tracing is on: TracedRequestsTest produces it.
                promised.removeIf(field -> field.endsWith(".traceId"));
                assertThat(fieldsOf("", response.json())).containsExactlyInAnyOrderElementsOf(promised);
            }
        });
    }

    static Stream<Arguments> producesEveryStatusAndFieldOfTheContract() {
        return Contract.INSTANCE.operations().stream().flatMap(operation -> operation.statuses().stream()
                // This test cannot block an event loop: see LiveHandlerTest.
                .filter(status -> !(operation.id().equals("live") && status.equals("503")))
                .map(status -> arguments(operation, status)));
    }

    private static TestResponse provoke(ContractOperation operation, String status) throws Exception {
        String uri = operation.sampleUri();
        String good =
                Samples.body(operation.path()).replace("\"LIKE\"}", "\"LIKE\",\"timestamp\":\"" + Samples.TIME + "\"}");
        String partlyGood = good.replace("\"events\":[", "\"events\":[{},");
        return switch (status) {
            case "200", "201", "204" -> {
                // Only days have all fields of a series, and only videos in a list by trend have all fields of a video.
                String query = operation.names("query").contains("step")
                        ? "?step=day"
                        : operation.id().equals("listVideoSummaries") ? "?order=trending" : "";
                yield send(operation, uri + query, ApiUnderTest.JSON, partlyGood);
            }
            case "304" -> {
                String tag = send(operation, uri, Map.of(), good).headers().get("ETag");
                yield send(operation, uri, Map.of("If-None-Match", tag), good);
            }
            case "400" -> send(operation, uri + (uri.contains("?") ? "&" : "?") + "nonsense", ApiUnderTest.JSON, good);
            case "404" -> send(withoutUserStats, operation, uri, Map.of(), good);
            case "408" -> sendHalf(uri, good);
            case "401" -> send(guarded, operation, uri, ApiUnderTest.JSON, good);
            case "403" -> {
                String token = Issuer.token(KEY, Issuer.claims().put("sub", "other"));
                Map<String, String> headers = new HashMap<>(ApiUnderTest.JSON);
                headers.put("Authorization", "Bearer " + token);
                yield send(guarded, operation, uri, headers, good);
            }
            case "413" -> send(operation, uri, ApiUnderTest.JSON, " ".repeat((1 << 20) + 1));
            case "415" -> send(operation, uri, Map.of("Content-Type", "text/html"), good);
            case "429" -> {
                TestResponse response;
                do {
                    response = send(limited, operation, uri, ApiUnderTest.JSON, good);
                } while (response.status() < 300);
                yield response;
            }
            case "503" -> {
                if (operation.id().equals("contract")) {
                    yield getDuringOverload(uri);
                }
                api.dynamoDb.failWith(
                        DynamoDbException.builder().message("down").build());
                yield send(operation, uri, ApiUnderTest.JSON, good);
            }
            default -> throw new AssertionError("Say here how a " + status + " is brought about.");
        };
    }

    private static TestResponse sendHalf(String uri, String body) throws IOException {
        try (RawHttp connection = new RawHttp(impatient.port())) {
            return connection
                    .sendHead(
                            "POST " + uri + " HTTP/1.1",
                            "Host: viewtally",
                            "Content-Type: application/json",
                            "Content-Length: " + 2 * body.length())
                    .send(body.getBytes(ISO_8859_1))
                    .response();
        }
    }

    private static TestResponse getDuringOverload(String uri) throws InterruptedException {
        HeldWrites table = new HeldWrites();
        impatient.dynamoDb.respondAfter(table::hold);
        Future<TestResponse> write =
                impatient.begin(HttpMethod.POST, "/votes", ApiUnderTest.JSON, Buffer.buffer(Samples.VOTE));
        table.next();
        TestResponse refused = impatient.get(uri);
        table.release();
        ApiUnderTest.await(write).hasStatus(200);
        return refused;
    }

    private static TestResponse send(
            ContractOperation operation, String uri, Map<String, String> headers, String body) {
        return send(api, operation, uri, headers, body);
    }

    private static TestResponse send(
            ApiUnderTest api, ContractOperation operation, String uri, Map<String, String> headers, String body) {
        return operation.method().equals(HttpMethod.POST)
                ? api.send(HttpMethod.POST, uri, headers, Buffer.buffer(body))
                : api.send(operation.method(), uri, headers, Buffer.buffer());
    }

    /** Every field by its path, one path for all elements of an array. */
    private static Set<String> fieldsOfSchema(String path, JsonObject schema) {
        Set<String> fields = new TreeSet<>();
        schema.getJsonObject("properties", new JsonObject()).forEach(property -> {
            fields.add(path + "." + property.getKey());
            fields.addAll(fieldsOfSchema(path + "." + property.getKey(), (JsonObject) property.getValue()));
        });
        if (schema.containsKey("items")) {
            fields.addAll(fieldsOfSchema(path + "[]", schema.getJsonObject("items")));
        }
        return fields;
    }

    private static Set<String> fieldsOf(String path, Object value) {
        Set<String> fields = new TreeSet<>();
        if (value instanceof JsonObject object) {
            object.forEach(field -> {
                fields.add(path + "." + field.getKey());
                fields.addAll(fieldsOf(path + "." + field.getKey(), field.getValue()));
            });
        } else if (value instanceof JsonArray array) {
            array.forEach(element -> fields.addAll(fieldsOf(path + "[]", element)));
        }
        return fields;
    }
}
