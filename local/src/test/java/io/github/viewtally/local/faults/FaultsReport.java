package io.github.viewtally.local.faults;

import io.github.viewtally.model.Counts;
import io.github.viewtally.testsupport.faults.FaultProxy;
import java.time.Duration;
import java.util.Locale;

/** Prints the numbers of a run. */
final class FaultsReport {

    private FaultsReport() {}

    static void print(
            String title,
            RetryingClient client,
            PostedEvents posted,
            TableContents table,
            FaultProxy proxy,
            Duration time) {
        Counts counted = table.countedOfVideos();
        StringBuilder report =
                new StringBuilder(String.format(Locale.ROOT, "%n%s, %.1f s%n", title, time.toMillis() / 1_000.0));
        line(report, "events posted", client.sent());
        line(report, "events per second", client.sent() * 1_000 / Math.max(1, time.toMillis()));
        line(report, "acknowledged", client.acknowledged());
        line(report, "not acknowledged", client.sent() - client.acknowledged());
        line(report, "refused requests (503)", client.refused());
        line(report, "requests without response", client.unanswered());
        line(report, "views acknowledged", posted.acknowledgedViews());
        line(report, "views stored", table.views().size());
        line(report, "views counted", counted.views());
        line(report, "votes stored", table.votes().size());
        line(report, "votes counted", counted.likes() + counted.dislikes());
        line(report, "calls to DynamoDB", proxy.calls());
        proxy.injected().forEach((fault, count) -> {
            if (count > 0) {
                line(report, "  " + fault, count);
            }
        });
        System.out.print(report);
    }

    private static void line(StringBuilder report, String name, long value) {
        report.append(String.format(Locale.ROOT, "  %-28s %,9d%n", name, value));
    }
}
