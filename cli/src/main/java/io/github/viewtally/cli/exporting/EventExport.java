package io.github.viewtally.cli.exporting;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.events.LineWriter;
import io.github.viewtally.cli.events.TableEvents;
import io.github.viewtally.cli.events.TableScan;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes the events of a table, page by page. */
final class EventExport {
    private static final int MAX_PRINTED = 20;

    private final LineWriter writer;
    private final PrintWriter messages;
    private long unreadable;

    EventExport(LineWriter writer, PrintWriter messages) {
        this.writer = requireNonNull(writer);
        this.messages = requireNonNull(messages);
    }

    /**
     * Writes all events, and returns the number of items that are no readable events although their type says so.
     *
     * @throws IOException if the output cannot be written
     * @throws SdkException if the table cannot be read
     */
    long run(TableScan scan) throws IOException, InterruptedException {
        try {
            scan.read(scan.allSegments(), (segment, items, next) -> {
                write(items);
                return true;
            });
            return unreadable;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    long records() {
        return writer.records();
    }

    private synchronized void write(List<Map<String, AttributeValue>> items) {
        try {
            for (Map<String, AttributeValue> item : items) {
                Optional<JsonObject> event = TableEvents.toRecord(item);
                if (event.isPresent()) {
                    writer.write(event.get());
                } else {
                    unreadable++;
                    print(item);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Map<String, AttributeValue> item) {
        if (unreadable <= MAX_PRINTED) {
            messages.println("viewtally: " + TableEvents.keyText(item) + ": " + TableEvents.UNREADABLE);
        }
    }
}
