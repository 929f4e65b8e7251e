package io.github.viewtally.local.chaos;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Computes the expected counts from the events, without the code of the aggregators, and compares them. */
public final class Oracle {

    /** Stands for the sum of all buckets of the site. */
    static final SummaryKey SITE = SummaryKey.site(0);

    /** The name of the site in the names of hours. No user or video has it. */
    static final String HOUR_OF_SITE = "SITE";

    private Oracle() {}

    /** Computes the summaries, and the totals of the site, from the events in the table and those that time to live has removed. */
    public static Map<SummaryKey, Counts> recount(Collection<Map<String, AttributeValue>> events) {
        return recount(events, viewers(events));
    }

    /** Computes the summaries, and the totals of the site, from some events and some users with the videos they have watched. */
    static Map<SummaryKey, Counts> recount(Collection<Map<String, AttributeValue>> events, Set<Viewer> viewers) {
        Map<SummaryKey, Counts> totals = new HashMap<>();
        for (Viewer viewer : viewers) {
            totals.merge(SummaryKey.user(viewer.userId()), new Counts(0, 0, 0, 0, 1), Counts::plus);
            totals.merge(SummaryKey.video(viewer.videoId()), new Counts(0, 0, 0, 0, 1), Counts::plus);
        }
        for (Map<String, AttributeValue> event : events) {
            Counts counts = countsOf(event);
            if (!counts.equals(Counts.ZERO)) {
                totals.merge(SummaryKey.user(event.get("userId").s()), counts, Counts::plus);
                totals.merge(SummaryKey.video(event.get("videoId").s()), counts, Counts::plus);
                totals.merge(SITE, counts, Counts::plus);
            }
        }
        return totals;
    }

    /** The users with a view that counts, each with the video. */
    static Set<Viewer> viewers(Collection<Map<String, AttributeValue>> events) {
        Set<Viewer> viewers = new HashSet<>();
        for (Map<String, AttributeValue> event : events) {
            if (countsOf(event).views() > 0) {
                viewers.add(
                        new Viewer(event.get("userId").s(), event.get("videoId").s()));
            }
        }
        return viewers;
    }

    /** The same counts without viewers. */
    static Map<SummaryKey, Counts> withoutViewers(Map<SummaryKey, Counts> totals) {
        Map<SummaryKey, Counts> rest = new HashMap<>(totals);
        rest.replaceAll((key, counts) -> counts.withoutViewers());
        return rest;
    }

    /**
     * Computes the views and votes of each hour of a user, a video and the site, by {@code id/yyyy-mm-ddThh}. No user has the id
     * of a video.
     */
    public static Map<String, Counts> recountHours(Collection<Map<String, AttributeValue>> events) {
        Map<String, Counts> totals = new HashMap<>();
        for (Map<String, AttributeValue> event : events) {
            Counts counts = countsOf(event);
            boolean isView = event.get("SK").s().contains("#VIEW#");
            if (!counts.isZero() && (isView || event.containsKey("timestamp"))) {
                String timestamp = isView
                        ? event.get("SK").s().split("#VIEW#")[1]
                        : event.get("timestamp").s();
                String hour = "/" + timestamp.substring(0, 13);
                totals.merge(event.get("userId").s() + hour, counts, Counts::plus);
                totals.merge(event.get("videoId").s() + hour, counts, Counts::plus);
                totals.merge(HOUR_OF_SITE + hour, counts, Counts::plus);
            }
        }
        return totals;
    }

    /**
     * Computes the trend of each video by epochs of 96 hours, by {@code videoId/epoch}: a view weighs 1,024 at the start of an
     * epoch, and twice as much every six hours.
     *
     * @param events the events in the table
     */
    public static Map<String, Long> recountTrends(Collection<Map<String, AttributeValue>> events) {
        Map<String, Long> trends = new HashMap<>();
        for (Map<String, AttributeValue> event : events) {
            Counts counts = countsOf(event);
            if (counts.views() > 0) {
                String timestamp = event.get("SK").s().split("#VIEW#")[1];
                long hour = OffsetDateTime.parse(timestamp).toEpochSecond() / 3_600;
                long weight = Math.round(1_024 * Math.pow(2, hour % 6 / 6.0)) * (1L << (hour % 96 / 6));
                trends.merge(event.get("videoId").s() + "/" + hour / 96, weight, Long::sum);
            }
        }
        return trends;
    }

    /** Describes each wrong trend in one line. Only the newest two epochs of a video matter. */
    static List<String> trendDifferences(Map<String, Long> expected, Map<String, Long> found) {
        TreeSet<String> all = new TreeSet<>(expected.keySet());
        all.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        for (String sum : all) {
            String[] parts = sum.split("/");
            long epoch = Long.parseLong(parts[1]);
            boolean isOld = all.tailSet(parts[0] + "/" + (epoch + 2)).stream()
                    .anyMatch(other -> other.startsWith(parts[0] + "/"));
            if (!isOld) {
                difference(differences, sum, "trend", expected.getOrDefault(sum, 0L), found.getOrDefault(sum, 0L));
            }
        }
        return differences;
    }

    private static Counts countsOf(Map<String, AttributeValue> event) {
        String type = event.containsKey("type") ? event.get("type").s() : "";
        if ("VIEW".equals(type) && event.get("duration").n() != null) {
            boolean counts = !event.containsKey("counts")
                    || !"0".equals(event.get("counts").n());
            return new Counts(
                    counts ? 1 : 0, Long.parseLong(event.get("duration").n()), 0, 0);
        }
        if ("VOTE".equals(type) && "LIKE".equals(event.get("voteType").s())) {
            return new Counts(0, 0, 1, 0);
        }
        if ("VOTE".equals(type) && "DISLIKE".equals(event.get("voteType").s())) {
            return new Counts(0, 0, 0, 1);
        }
        return Counts.ZERO;
    }

    /** Describes each wrong counter in one line. */
    public static <T> List<String> differences(Map<T, Counts> expected, Map<T, Counts> found) {
        TreeSet<T> totals = new TreeSet<>(Comparator.comparing(String::valueOf));
        totals.addAll(expected.keySet());
        totals.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        for (T total : totals) {
            Counts wanted = expected.getOrDefault(total, Counts.ZERO);
            Counts actual = found.getOrDefault(total, Counts.ZERO);
            difference(differences, total, "views", wanted.views(), actual.views());
            difference(differences, total, "duration", wanted.duration(), actual.duration());
            difference(differences, total, "likes", wanted.likes(), actual.likes());
            difference(differences, total, "dislikes", wanted.dislikes(), actual.dislikes());
            difference(differences, total, "viewers", wanted.viewers(), actual.viewers());
        }
        return differences;
    }

    private static void difference(List<String> to, Object total, String counter, long wanted, long actual) {
        if (wanted != actual) {
            to.add(String.format(Locale.ROOT, "%s %s: %d, should be %d", total, counter, actual, wanted));
        }
    }
}
