package io.github.viewtally.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.cli.importing.RejectsFile.Origin;
import io.github.viewtally.cli.importing.RejectsFile.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsFileTest {
    @TempDir
    private Path directory;

    @Test
    void isCutToTheLengthInTheCheckpoint() throws IOException {
        Path path = directory.resolve("rejected");
        RejectsFile file = RejectsFile.replace(path);
        file.append(List.of(rejection("ü")));
        long length = file.length();
        file.append(List.of(rejection("b"), rejection("c")));

        RejectsFile resumed = RejectsFile.resume(path, length);
        resumed.append(List.of(rejection("d")));

        assertThat(path)
                .hasContent(
                        """
                        {"source":"file","line":7,"reason":"why","record":"ü"}
                        {"source":"file","line":7,"reason":"why","record":"d"}
                        """);
        assertThat(resumed.length()).isEqualTo(Files.size(path));
    }

    @Test
    void existsOnlyWithARejectedRecord() throws IOException {
        Path path = Files.writeString(directory.resolve("rejected"), "of an earlier import");

        RejectsFile.replace(path).append(List.of());

        assertThat(path).doesNotExist();
    }

    @Test
    void refusesToContinueAFileThatHasLostLines() throws IOException {
        Path path = directory.resolve("rejected");
        assertThatThrownBy(() -> RejectsFile.resume(path, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lacks lines");
        Files.writeString(path, "x");
        assertThatThrownBy(() -> RejectsFile.resume(path, 2)).hasMessageContaining("lacks lines");
    }

    private static Rejection rejection(String raw) {
        return new Rejection(new Origin("file", 7), raw, "why");
    }
}
