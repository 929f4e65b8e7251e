package io.github.viewtally.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCheckpointTest {
    @TempDir
    private Path directory;

    @Test
    void isReadAsItWasWritten() throws IOException {
        Path file = directory.resolve("checkpoint");
        ImportCheckpoint start = ImportCheckpoint.start("http://api", List.of("a", "b"), 2);
        ImportCheckpoint later = new ImportCheckpoint(
                "http://api",
                List.of("a", "b"),
                start.places().copy().set(1, new JsonObject().put("x", 1)),
                5,
                6,
                7,
                false,
                true);

        start.write(file);
        later.write(file);

        assertThat(ImportCheckpoint.read(file)).contains(later);
        assertThat(later.place(0)).isEmpty();
        assertThat(later.place(1)).contains(new JsonObject().put("x", 1));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isAbsentWithoutAFile() throws IOException {
        assertThat(ImportCheckpoint.read(directory.resolve("none"))).isEqualTo(Optional.empty());
    }

    @Test
    void refusesAnotherFile() throws IOException {
        for (String text : List.of("", "{}", "[]", "{\"target\":1}", "\u0000")) {
            Path file = Files.writeString(directory.resolve("other"), text);
            assertThatThrownBy(() -> ImportCheckpoint.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not a checkpoint");
        }
    }

    @Test
    void isOfTheSameImportOnlyWithTheSameInputsAndTarget() {
        ImportCheckpoint start = ImportCheckpoint.start("http://api", List.of("a"), 1);

        assertThat(start.isOfSameImport(ImportCheckpoint.start("http://api", List.of("a"), 1)))
                .isTrue();
        assertThat(start.isOfSameImport(ImportCheckpoint.start("http://api", List.of("b"), 1)))
                .isFalse();
        assertThat(start.isOfSameImport(ImportCheckpoint.start("http://other", List.of("a"), 1)))
                .isFalse();
        assertThat(start.isOfSameImport(ImportCheckpoint.start("http://api", List.of("a"), 2)))
                .isFalse();
    }
}
