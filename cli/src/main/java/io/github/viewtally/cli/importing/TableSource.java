package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.events.TableEvents;
import io.github.viewtally.cli.events.TableScan;
import io.github.viewtally.cli.importing.RejectsFile.Origin;
import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The views and votes of a table. A section is a page of a segment of the scan. */
final class TableSource implements EventSource {
    private static final String END = "end";

    private final TableScan scan;

    TableSource(TableScan scan) {
        this.scan = requireNonNull(scan);
    }

    @Override
    public List<String> inputs() {
        return List.of("table " + scan.table() + " in " + scan.segments() + " segments");
    }

    @Override
    public int segments() {
        return scan.segments();
    }

    @Override
    public OptionalDouble progress() {
        return OptionalDouble.empty();
    }

    @Override
    public void read(ImportCheckpoint from, ImportLedger ledger, ImportLanes lanes)
            throws IOException, InterruptedException {
        Map<Integer, Map<String, AttributeValue>> starts = new HashMap<>();
        for (int segment = 0; segment < segments(); segment++) {
            JsonObject place = from.place(segment).orElseGet(JsonObject::new);
            if (!place.containsKey(END)) {
                starts.put(segment, key(place));
            }
        }
        try {
            scan.read(starts, (segment, items, next) -> {
                InputSection section = ledger.begin(segment);
                for (Map<String, AttributeValue> item : items) {
                    accept(section, item, lanes);
                }
                ledger.end(section, place(next));
                return !ledger.isStopped();
            });
        } catch (SdkException e) {
            throw new IOException("cannot read the table " + scan.table() + ": " + e.getMessage(), e);
        }
    }

    private void accept(InputSection section, Map<String, AttributeValue> item, ImportLanes lanes)
            throws InterruptedException {
        Origin origin = new Origin(scan.table(), 0);
        Optional<JsonObject> event = TableEvents.toRecord(item);
        if (event.isEmpty()) {
            lanes.reject(section, new Rejection(origin, TableEvents.keyText(item), TableEvents.UNREADABLE));
            return;
        }
        event.get().remove(Keys.COUNTS);
        lanes.send(ImportEvent.of(section, origin, event.get().encode(), event.get()));
    }

    private static JsonObject place(Map<String, AttributeValue> next) {
        return next.isEmpty()
                ? new JsonObject().put(END, true)
                : new JsonObject()
                        .put(Keys.PK, next.get(Keys.PK).s())
                        .put(Keys.SK, next.get(Keys.SK).s());
    }

    private static Map<String, AttributeValue> key(JsonObject place) {
        return place.isEmpty() ? Map.of() : EventItems.key(place.getString(Keys.PK), place.getString(Keys.SK));
    }
}
