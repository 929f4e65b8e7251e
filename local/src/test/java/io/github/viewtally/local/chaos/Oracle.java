package io.github.viewtally.local.chaos;

import io.github.viewtally.model.Counts;
import io.github.viewtally.model.SummaryKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Counts again from nothing, by its own reading of the items, and says where the summaries differ. */
public final class Oracle {

    private Oracle() {}

    /** What the summaries should be, from the events in the table and those that time to live has taken away. */
    public static Map<SummaryKey, Counts> recount(Collection<Map<String, AttributeValue>> events) {
        Map<SummaryKey, Counts> totals = new HashMap<>();
        for (Map<String, AttributeValue> event : events) {
            Counts counts = worth(event);
            if (!counts.equals(Counts.ZERO)) {
                totals.merge(SummaryKey.user(event.get("userId").s()), counts, Counts::plus);
                totals.merge(SummaryKey.video(event.get("videoId").s()), counts, Counts::plus);
            }
        }
        return totals;
    }

    /** What the hours of videos should be: of each hour by its name {@code videoId/yyyy-mm-ddThh}, its views alone. */
    public static Map<String, Counts> recountHours(Collection<Map<String, AttributeValue>> events) {
        Map<String, Counts> totals = new HashMap<>();
        for (Map<String, AttributeValue> event : events) {
            Counts counts = worth(event);
            if (counts.views() > 0) {
                String timestamp = event.get("SK").s().split("#VIEW#")[1];
                totals.merge(event.get("videoId").s() + "/" + timestamp.substring(0, 13), counts, Counts::plus);
            }
        }
        return totals;
    }

    private static Counts worth(Map<String, AttributeValue> event) {
        String type = event.containsKey("type") ? event.get("type").s() : "";
        if ("VIEW".equals(type) && event.get("duration").n() != null) {
            return new Counts(1, Long.parseLong(event.get("duration").n()), 0, 0);
        }
        if ("VOTE".equals(type) && "LIKE".equals(event.get("voteType").s())) {
            return new Counts(0, 0, 1, 0);
        }
        if ("VOTE".equals(type) && "DISLIKE".equals(event.get("voteType").s())) {
            return new Counts(0, 0, 0, 1);
        }
        return Counts.ZERO;
    }

    /** Every counter of every total that is not what it should be, a line each. */
    public static <T> List<String> differences(Map<T, Counts> expected, Map<T, Counts> found) {
        TreeSet<T> totals = new TreeSet<>(Comparator.comparing(String::valueOf));
        totals.addAll(expected.keySet());
        totals.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        for (T total : totals) {
            Counts should = expected.getOrDefault(total, Counts.ZERO);
            Counts is = found.getOrDefault(total, Counts.ZERO);
            difference(differences, total, "views", should.views(), is.views());
            difference(differences, total, "duration", should.duration(), is.duration());
            difference(differences, total, "likes", should.likes(), is.likes());
            difference(differences, total, "dislikes", should.dislikes(), is.dislikes());
        }
        return differences;
    }

    private static void difference(List<String> to, Object total, String counter, long should, long is) {
        if (should != is) {
            to.add(String.format(Locale.ROOT, "%s %s: %d, should be %d", total, counter, is, should));
        }
    }
}
