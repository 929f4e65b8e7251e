package io.github.viewtally.cli.importing;

import io.github.viewtally.cli.importing.LineReader.InputLine;
import io.vertx.core.json.JsonObject;

/**
 * A place in a sequence of files.
 *
 * @param file the index of the file
 * @param line the number of lines of this file that are done
 * @param earlierLines the number of lines of all earlier files
 * @param digest identifies the text of the last line that is done, to notice that a file has changed; 0 without such a line
 */
record LinePlace(int file, long line, long earlierLines, int digest) {
    static final LinePlace START = new LinePlace(0, 0, 0, 0);

    static LinePlace of(JsonObject json) {
        return new LinePlace(
                json.getInteger("file"), json.getLong("line"), json.getLong("earlierLines"), json.getInteger("digest"));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("file", file)
                .put("line", line)
                .put("earlierLines", earlierLines)
                .put("digest", digest);
    }

    /** Returns the place after a line of this file. */
    LinePlace after(InputLine done) {
        return new LinePlace(file, done.number(), earlierLines, done.text().hashCode());
    }

    /** Returns the start of the next file. */
    LinePlace nextFile(long lines) {
        return new LinePlace(file + 1, 0, earlierLines + lines, 0);
    }
}
