package io.github.viewtally.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.contract.ReferenceReading.Event;
import io.github.viewtally.api.contract.ReferenceReading.ExpectedResponse;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * For any request, the response follows the contract and arrives in time, and the table contains exactly the accepted
 * events. {@code -Dfuzz.seed} and {@code -Dfuzz.requests} choose what is sent.
 */
@Order(1)
class FuzzTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    /** Not a logger of the API, which must log nothing. */
    private static final Logger LOG = LoggerFactory.getLogger("fuzz");

    private static final int REQUESTS_TO_ONE_TABLE = 200;
    private static final long MAX_MILLIS = 10_000;

    /** The maximum difference of the server's clock from the test's; it runs ahead under load. */
    private static final long MAX_CLOCK_DIFFERENCE_SECONDS = 60;

    private RawHttp connection;
    private Map<Map<String, AttributeValue>, Map<String, AttributeValue>> stored = new HashMap<>();
    private final Map<Integer, Integer> responses = new TreeMap<>();
    private long slowestMillis;

    @Test
    void respondsToRandomRequestsAsTheContractDefines() throws IOException {
        long seed = Long.getLong("fuzz.seed", 1);
        int requests = Integer.getInteger("fuzz.requests", 6_000);
        connection = new RawHttp(api.port());
        for (int i = 0; i < requests; i++) {
            if (i % REQUESTS_TO_ONE_TABLE == 0) {
                api.dynamoDb.reset();
                stored = new HashMap<>();
            }
            long seedOfRequest = (seed + i) * 0x9E3779B97F4A7C15L;
            FuzzedRequest request = new Fuzzer(seedOfRequest).request();
            try {
                check(request, exchange(request));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dfuzz.seed=" + seed + ", request " + i + ":\n" + request, e);
            }
        }
        connection.close();
        LOG.info("{} requests, responses by status {}, the slowest {} ms", requests, responses, slowestMillis);
        assertThat(responses).containsKeys(200, 201, 204, 400, 404, 405, 415);
    }

    private TestResponse exchange(FuzzedRequest request) throws IOException {
        long start = System.nanoTime();
        TestResponse response =
                connection.send(request.bytes()).response(!request.method().equals(HttpMethod.HEAD));
        long millis = (System.nanoTime() - start) / 1_000_000;
        slowestMillis = Math.max(slowestMillis, millis);
        responses.merge(response.status(), 1, Integer::sum);
        assertThat(millis).as("milliseconds to the response").isLessThan(MAX_MILLIS);
        boolean isStream = RawHttp.EVENTS.equals(response.headers().get("Content-Type"));
        if (isStream || "close".equals(response.headers().get("Connection"))) {
            connection.close();
            connection = new RawHttp(api.port());
        }
        return response;
    }

    private void check(FuzzedRequest request, TestResponse response) {
        assertThat(response.status()).as(response.body().toString()).isBetween(200, 499);
        if (request.plain()) {
            Contract.INSTANCE.check(request.method(), request.target(), Buffer.buffer(request.body()), response);
        } else if (response.status() >= 400) {
            assertThat(response.headers().get("Content-Type")).isEqualTo("application/problem+json");
            if (!request.method().equals(HttpMethod.HEAD)) {
                Contract.conforms(Contract.INSTANCE.schema("Problem"), response.json());
                assertThat(response.json().getInteger("status")).isEqualTo(response.status());
            }
        }
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found = new HashMap<>();
        api.dynamoDb.items().forEach(item -> found.put(keyOf(item), item));
        checkTable(request, response, found);
        stored = found;
    }

    private void checkTable(
            FuzzedRequest request,
            TestResponse response,
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> expected = new HashMap<>(stored);
        boolean accepted = response.status() < 300;
        if (request.method().equals(HttpMethod.POST) && request.isWrite()) {
            Optional<List<Event>> asked =
                    ReferenceReading.of(request.operation().id(), request.body());
            if (accepted) {
                assertThat(asked).as("accepted what is not valid").isPresent();
                recorded(asked.get(), response, found)
                        .forEach(event -> expected.put(keyOf(event.item()), event.item()));
            } else if (request.plain()) {
                assertThat(asked.filter(events -> events.get(0).verdict() != ExpectedResponse.EITHER))
                        .as("refused what is valid")
                        .isEmpty();
            }
        } else if (accepted && request.method().equals(HttpMethod.DELETE)) {
            if (!request.hasThePathOfItsOperation()) {
                checkRemovedFromOnePartition(found);
                return;
            }
            if (request.operation().id().equals("eraseUser")) {
                String partition = "USER#" + decoded(request.segments()).get("userId");
                expected.keySet().removeIf(key -> key.get("PK").s().equals(partition));
                assertThat(found).isEqualTo(expected);
                return;
            }
            expected.remove(keyOf(removed(request.segments()).item()));
        }
        assertThat(found).isEqualTo(expected);
    }

    /** Another path than that of the operation removes one event, or all of one user. */
    private void checkRemovedFromOnePartition(Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found) {
        assertThat(stored.entrySet()).containsAll(found.entrySet());
        assertThat(stored.keySet().stream()
                        .filter(key -> !found.containsKey(key))
                        .map(key -> key.get("PK"))
                        .distinct())
                .hasSizeLessThanOrEqualTo(1);
    }

    /** The events that were accepted, in their order, with the timestamps that the server gave them. */
    private List<Event> recorded(
            List<Event> asked,
            TestResponse response,
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found) {
        Set<Integer> rejected = response.json().containsKey("rejected")
                ? response.json().getJsonArray("rejected").stream()
                        .map(rejection -> ((JsonObject) rejection).getInteger("index"))
                        .collect(Collectors.toSet())
                : Set.of();
        Set<String> taken = new HashSet<>();
        List<Event> recorded = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Event event = asked.get(i);
            ExpectedResponse wrong = rejected.contains(i) ? ExpectedResponse.GOOD : ExpectedResponse.BAD;
            assertThat(event.verdict())
                    .as("event %d, rejected: %s", i, rejected)
                    .isNotEqualTo(wrong);
            if (!rejected.contains(i)) {
                recorded.add(
                        event.getsItsTimestampFromTheServer() ? event.at(timestampOf(event, found, taken)) : event);
            }
        }
        return recorded;
    }

    /** The timestamp of a new item, in the format of the server. */
    private String timestampOf(
            Event event, Map<Map<String, AttributeValue>, Map<String, AttributeValue>> found, Set<String> taken) {
        String beginning = "VIDEO#" + event.videoId() + "#VIEW#";
        String stamp = found.values().stream()
                .filter(item -> !stored.containsKey(keyOf(item)))
                .filter(item -> item.get("PK").s().equals("USER#" + event.userId()))
                .filter(item -> item.get("SK").s().startsWith(beginning))
                .filter(item -> event.duration().equals(item.get("duration").n()))
                .map(item -> item.get("SK").s().substring(beginning.length()))
                .filter(text ->
                        Math.abs(ReferenceTime.time(text).orElse(Instant.EPOCH).getEpochSecond()
                                        - Instant.now().getEpochSecond())
                                < MAX_CLOCK_DIFFERENCE_SECONDS)
                .filter(text -> !taken.contains(event.userId() + beginning + text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not stored with a timestamp of the server: " + event));
        taken.add(event.userId() + beginning + stamp);
        return stamp;
    }

    private static Event removed(Map<String, String> segments) {
        Map<String, String> decoded = decoded(segments);
        assertThat(decoded.get("videoId")).matches(ReferenceReading.ID);
        Event event =
                new Event(ExpectedResponse.GOOD, "LIKE", decoded.get("userId"), decoded.get("videoId"), null, null);
        return decoded.containsKey("timestamp")
                ? new Event(
                        ExpectedResponse.GOOD,
                        "VIEW",
                        event.userId(),
                        event.videoId(),
                        "0",
                        ReferenceTime.stored(decoded.get("timestamp")))
                : event;
    }

    private static Map<String, String> decoded(Map<String, String> segments) {
        Map<String, String> decoded = new HashMap<>();
        segments.forEach((name, segment) ->
                decoded.put(name, URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8)));
        assertThat(decoded.get("userId")).matches(ReferenceReading.ID);
        return decoded;
    }

    private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return Map.of("PK", item.get("PK"), "SK", item.get("SK"));
    }
}
