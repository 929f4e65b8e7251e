package io.github.viewtally.local.faults;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of a table, read by a scan. Totals are computed without the code of the aggregators. */
final class TableContents {

    /** The sum of all buckets of the site. */
    private static final SummaryKey SITE = SummaryKey.site(0);

    private final Set<View> views = new HashSet<>();
    private final Set<Vote> votes = new HashSet<>();
    private final Map<SummaryKey, Counts> summaries = new HashMap<>();
    private final Set<Map<String, AttributeValue>> quarantined = new HashSet<>();

    private TableContents() {}

    static TableContents read(DynamoDbClient client, String tableName) {
        TableContents contents = new TableContents();
        client.scanPaginator(request -> request.tableName(tableName).consistentRead(true)).items().stream()
                .forEach(contents::add);
        return contents;
    }

    private void add(Map<String, AttributeValue> item) {
        switch (text(item, "type")) {
            case "VIEW" ->
                views.add(new View(
                        text(item, "userId"),
                        text(item, "videoId"),
                        number(item, "duration"),
                        text(item, "SK").replaceFirst(".*#VIEW#", "")));
            case "VOTE" ->
                votes.add(new Vote(
                        text(item, "userId"), text(item, "videoId"), VoteType.valueOf(text(item, "voteType"))));
            case "USER_SUMMARY" -> summaries.put(SummaryKey.user(text(item, "userId")), counts(item));
            case "VIDEO_SUMMARY" -> summaries.put(SummaryKey.video(text(item, "videoId")), counts(item));
            case "SITE_SUMMARY" -> summaries.merge(SITE, counts(item), Counts::plus);
            case "QUARANTINED" -> quarantined.add(item);
            case "SHARD_POSITION", "VIDEO_HOUR", "SITE_HOUR", "VIDEO_SPREAD", "VIEWER", "LOCAL_TABLE" -> {}
            default -> throw new IllegalStateException("unexpected item: " + item);
        }
    }

    private static Counts counts(Map<String, AttributeValue> summary) {
        return new Counts(
                number(summary, "views"),
                number(summary, "duration"),
                number(summary, "likes"),
                number(summary, "dislikes"),
                viewers(summary));
    }

    private static long viewers(Map<String, AttributeValue> summary) {
        return Stream.of("viewers", "videos")
                .filter(summary::containsKey)
                .mapToLong(counter -> number(summary, counter))
                .sum();
    }

    private static String text(Map<String, AttributeValue> item, String attribute) {
        return item.get(attribute).s();
    }

    private static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(item.get(attribute).n());
    }

    Set<View> views() {
        return views;
    }

    Set<Vote> votes() {
        return votes;
    }

    Set<Map<String, AttributeValue>> quarantined() {
        return quarantined;
    }

    /** The totals that the aggregators have counted, without summaries that are all zero. */
    Map<SummaryKey, Counts> counted() {
        Map<SummaryKey, Counts> counted = new HashMap<>(summaries);
        counted.values().removeIf(Counts::isZero);
        return counted;
    }

    /** The expected totals, computed from the events. */
    Map<SummaryKey, Counts> recount() {
        Map<SummaryKey, Counts> totals = new HashMap<>();
        views.forEach(view -> add(totals, view.userId(), view.videoId(), new Counts(1, view.duration(), 0, 0)));
        views.stream()
                .map(view -> new Viewer(view.userId(), view.videoId()))
                .distinct()
                .flatMap(viewer -> Stream.of(viewer.user(), viewer.video()))
                .forEach(key -> totals.merge(key, Counts.ofViewers(1), Counts::plus));
        votes.forEach(vote -> add(
                totals,
                vote.userId(),
                vote.videoId(),
                vote.voteType() == VoteType.LIKE ? new Counts(0, 0, 1, 0) : new Counts(0, 0, 0, 1)));
        totals.values().removeIf(Counts::isZero);
        return totals;
    }

    private static void add(Map<SummaryKey, Counts> totals, String userId, String videoId, Counts counts) {
        totals.merge(SummaryKey.user(userId), counts, Counts::plus);
        totals.merge(SummaryKey.video(videoId), counts, Counts::plus);
        totals.merge(SITE, counts, Counts::plus);
    }

    /** The sum of the counted totals of all videos. */
    Counts countedOfVideos() {
        return summaries.entrySet().stream()
                .filter(summary -> summary.getKey().kind() == SummaryKey.Kind.VIDEO)
                .map(Map.Entry::getValue)
                .reduce(Counts.ZERO, Counts::plus);
    }
}
