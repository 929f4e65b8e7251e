package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.cleanup.Cleanup.CleanupResult;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Reports whether the events of a verified run were deleted, as text and as JSON. */
public final class CleanupReport {
    private final String idPrefix;
    private final CleanupResult result;

    public CleanupReport(String idPrefix, CleanupResult result) {
        this.idPrefix = requireNonNull(idPrefix);
        this.result = requireNonNull(result);
    }

    /** Returns a line that ends in a newline. */
    public String text() {
        if (result.isComplete()) {
            return String.format(
                    Locale.ROOT, "removed: %d events deleted, all totals are zero again\n", result.deleted());
        }
        return String.format(
                Locale.ROOT,
                "NOT all removed: %d events deleted; of the users and videos %s* %d totals are not zero, and the events"
                        + " of %d users could not be deleted\n",
                result.deleted(),
                idPrefix,
                result.totalsLeft(),
                result.usersLeft());
    }

    public JsonObject json() {
        return new JsonObject()
                .put("idPrefix", idPrefix)
                .put("complete", result.isComplete())
                .put("deleted", result.deleted())
                .put("totalsLeft", result.totalsLeft())
                .put("usersLeft", result.usersLeft());
    }

    /** Returns a line that reports that no events were deleted, and the reason. */
    public static String kept(String idPrefix, String reason) {
        return "kept: users and videos " + idPrefix + "* (" + reason + ")\n";
    }
}
