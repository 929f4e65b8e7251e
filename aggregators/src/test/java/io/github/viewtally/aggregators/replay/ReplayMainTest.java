package io.github.viewtally.aggregators.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayMainTest {

    private final List<String> written = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void endsAtTheFirstLineThatCannotBeWritten() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(folder.resolve("object-" + i), "not an object of the failure bucket");
        }
        System.setProperty("aws.region", "eu-central-1");
        int exit;
        try {
            exit = new CommandLine(new ReplayMain())
                    .setOut(new PrintWriter(new PipeClosedAfterOneWrite(), false, StandardCharsets.UTF_8))
                    .execute(folder.toString());
        } finally {
            System.clearProperty("aws.region");
        }

        assertThat(exit).isEqualTo(1);
        assertThat(written).hasSize(2);
        assertThat(written.get(0)).contains("object-0: NOT counted");
    }

    private final class PipeClosedAfterOneWrite extends OutputStream {

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            written.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            if (written.size() > 1) {
                throw new IOException("Broken pipe");
            }
        }
    }
}
