package io.github.viewtally.cli.importing;

import io.vertx.core.json.JsonObject;

/** A record that is not imported, and why. */
record Rejection(Origin origin, String raw, String reason) {
    private static final int MAX_RAW = 4_096;

    /** Returns a line of the file of rejected records. */
    String toLine() {
        JsonObject json = new JsonObject().put("source", origin.source());
        if (origin.line() > 0) {
            json.put("line", origin.line());
        }
        String shown = raw.length() <= MAX_RAW ? raw : raw.substring(0, MAX_RAW) + "…";
        return json.put("reason", reason).put("record", shown).encode();
    }
}
