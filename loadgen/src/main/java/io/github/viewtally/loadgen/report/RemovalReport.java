package io.github.viewtally.loadgen.report;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.loadgen.removal.Removal;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Tells whether the events of a verified run were deleted: as lines for people, and as JSON for machines. */
public final class RemovalReport {
    private final String idPrefix;
    private final Removal removal;

    public RemovalReport(String idPrefix, Removal removal) {
        this.idPrefix = requireNonNull(idPrefix);
        this.removal = requireNonNull(removal);
    }

    /** A line with a newline at its end. */
    public String text() {
        if (removal.isComplete()) {
            return String.format(
                    Locale.ROOT, "removed: %d events deleted, all totals are zero again\n", removal.deleted());
        }
        return String.format(
                Locale.ROOT,
                "NOT all removed: %d events deleted; of the users and videos %s* %d totals are not zero, and the events"
                        + " of %d users could not be deleted\n",
                removal.deleted(),
                idPrefix,
                removal.totalsLeft(),
                removal.usersLeft());
    }

    public JsonObject json() {
        return new JsonObject()
                .put("idPrefix", idPrefix)
                .put("complete", removal.isComplete())
                .put("deleted", removal.deleted())
                .put("totalsLeft", removal.totalsLeft())
                .put("usersLeft", removal.usersLeft());
    }

    /** A line that says that nothing was deleted, and why. */
    public static String kept(String idPrefix, String reason) {
        return "kept: users and videos " + idPrefix + "* (" + reason + ")\n";
    }
}
