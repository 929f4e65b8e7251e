package io.github.viewtally.cli.importing;

import io.github.viewtally.cli.importing.RejectsFile.Origin;
import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import io.vertx.core.json.JsonObject;

/**
 * An event to post.
 *
 * @param section the part of the input to which it belongs
 * @param raw the record as it was read
 * @param json the event as JSON
 * @param key events with different keys do not depend on their order
 */
record ImportEvent(InputSection section, Origin origin, String raw, String json, String key) {

    static ImportEvent of(InputSection section, Origin origin, String raw, JsonObject event) {
        // All views and the vote of a user on a video.
        String key = event.getValue("userId") + "\n" + event.getValue("videoId");
        return new ImportEvent(section, origin, raw, event.encode(), key);
    }

    Rejection rejection(String reason) {
        return new Rejection(origin, raw, reason);
    }
}
