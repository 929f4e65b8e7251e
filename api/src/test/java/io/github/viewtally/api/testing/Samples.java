package io.github.viewtally.api.testing;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.RankKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Requests that tests send, and items that they store directly in the table. */
public final class Samples {

    public static final String TIME = "2022-01-02T00:30:25.000000+00:00";
    public static final String VIEW =
            """
            {"userId":"u","videoId":"v","duration":35,"timestamp":"2022-01-02T00:30:25.000000+00:00"}""";
    public static final String VOTE = """
            {"userId":"u","videoId":"v","voteType":"LIKE"}""";
    public static final String EVENTS =
            "{\"events\":[{\"type\":\"VIEW\"," + VIEW.substring(1) + ",{\"type\":\"VOTE\"," + VOTE.substring(1) + "]}";

    /** Texts that are not empty and not valid ids. */
    public static final List<String> NO_IDS = List.of(
            "a#b",
            "#",
            "a/b",
            "a b",
            " a",
            "a ",
            "a,b",
            "a%b",
            "a*b",
            "a\"b",
            "<a>",
            "a\\b",
            "a\u0000",
            "a\tb",
            "a\n",
            "a\u007f",
            "\u00e9",
            "\u0661",
            "\uff21",
            "\ud83d\ude00",
            "a".repeat(129),
            "a".repeat(10_000));

    /** Texts that are not empty and not valid timestamps. */
    public static final List<String> NO_TIMESTAMPS = List.of(
            "now",
            "2022",
            "2022-01-02",
            "2022-01-02T00:30:25",
            "2022-01-02 00:30:25Z",
            "2022-13-02T00:30:25Z",
            "2022-02-30T00:30:25Z",
            "2022-01-02T25:30:25Z",
            "2022-01-02T24:00:00Z",
            "2022-01-02T00:30:60Z",
            "2022-01-02T00:30:25.1234567891Z",
            "2022-01-02T00:30:25+25:00",
            "2022-01-02T00:30:25Z[UTC]",
            "10000-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00+01:00",
            "+999999999-12-31T23:59:59-18:00",
            " 2022-01-02T00:30:25Z",
            "2022-01-02T00:30:25Z ",
            "2022-01-02T00:30:25Z#",
            "\uff12\uff10\uff12\uff12-01-02T00:30:25Z",
            "1641083425",
            "2022-01-02T00:30:25." + "0".repeat(3_000) + "Z");

    /** Timestamps that are valid in a query but not in a new view. */
    public static final List<String> TOO_FINE_TIMESTAMPS = List.of(
            "2022-01-02T00:30:25.123456789Z", "2022-01-02T00:30:25.1234567Z", "2022-01-02T02:30:25.000000001+02:00");

    private Samples() {}

    /** Encodes a text for a path or query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A path of the contract with its parameters: the values of the map, or else valid ones. */
    public static String path(String template, Map<String, String> segments) {
        Map<String, String> filled = new HashMap<>(Map.of("userId", "u", "videoId", "v", "timestamp", encoded(TIME)));
        filled.putAll(segments);
        String path = template;
        for (Map.Entry<String, String> segment : filled.entrySet()) {
            path = path.replace("{" + segment.getKey() + "}", segment.getValue());
        }
        return path;
    }

    /** A valid body for a path with a body, else an empty one. */
    public static String body(String path) {
        return switch (path) {
            case "/views" -> VIEW;
            case "/votes" -> VOTE;
            case "/events" -> EVENTS;
            default -> "";
        };
    }

    /** A view of video v as any program may write it. */
    public static Map<String, AttributeValue> viewItem(String userId, String timestamp) {
        return item(Map.of(
                "PK",
                "USER#" + userId,
                "SK",
                "VIDEO#v#VIEW#" + timestamp,
                "GSI1PK",
                "VIDEO#v",
                "GSI1SK",
                "VIEW#" + timestamp + "#USER#" + userId,
                "type",
                "VIEW",
                "userId",
                userId,
                "videoId",
                "v",
                "duration",
                "35"));
    }

    /** A summary as aggregators write it. */
    public static Map<String, AttributeValue> summaryItem(SummaryKey subject, Counts counts) {
        return summaryItem(subject, counts, RankKeys.summaryRank(subject, counts.views()));
    }

    /** A summary whose entry in the index may lag behind its counts. */
    public static Map<String, AttributeValue> summaryItem(SummaryKey subject, Counts counts, String rank) {
        boolean isUser = subject.kind() == SummaryKey.Kind.USER;
        Map<String, AttributeValue> item = new HashMap<>(item(Map.of(
                "PK",
                subject.kind() + "#" + subject.id(),
                "SK",
                "SUMMARY",
                "GSI2PK",
                RankKeys.summaryBucket(subject),
                "GSI2SK",
                rank,
                "type",
                subject.kind() + "_SUMMARY",
                isUser ? "userId" : "videoId",
                subject.id(),
                "views",
                Long.toString(counts.views()),
                "duration",
                Long.toString(counts.duration()),
                "likes",
                Long.toString(counts.likes()),
                "dislikes",
                Long.toString(counts.dislikes()))));
        item.put(isUser ? "videos" : "viewers", AttributeValue.fromN(Long.toString(counts.viewers())));
        return item;
    }

    /** An hour of a video as aggregators write it. */
    public static Map<String, AttributeValue> hourItem(String videoId, String hour, long views, long duration) {
        return hourItem(SummaryKey.video(videoId), hour, views, duration);
    }

    /** An hour of a user or a video as aggregators write it. */
    public static Map<String, AttributeValue> hourItem(SummaryKey subject, String hour, long views, long duration) {
        return item(Map.of(
                "PK",
                subject.kind() + "#" + subject.id(),
                "SK",
                "HOUR#" + hour,
                "type",
                subject.kind() + "_HOUR",
                subject.kind() == SummaryKey.Kind.USER ? "userId" : "videoId",
                subject.id(),
                "views",
                Long.toString(views),
                "duration",
                Long.toString(duration)));
    }

    /** An item of these attributes; counters are numbers. */
    public static Map<String, AttributeValue> item(Map<String, String> attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        attributes.forEach((name, value) -> item.put(
                name,
                List.of("duration", "views", "likes", "dislikes").contains(name)
                        ? AttributeValue.fromN(value)
                        : AttributeValue.fromS(value)));
        return item;
    }
}
