package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditCommandTest {

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void rejectsACommandWithoutSubjects() {
        assertThat(execute("--repair")).isEqualTo(2);
        assertThat(err.toString()).contains("--user, --video, --totals, --all, --due or --from-bucket");
    }

    @Test
    void rejectsReadUnitsThatAreNotPositive() {
        for (String units : new String[] {"0", "-1", "NaN"}) {
            assertThat(execute("--all", "--read-units", units)).isEqualTo(2);
        }
        assertThat(err.toString()).contains("--read-units must be positive: NaN");
    }

    @Test
    void rejectsAFolderWithOtherObjectsAndNamesThem() throws IOException {
        Files.writeString(folder.resolve("object"), "{}");
        assertThat(execute("--from-bucket", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("object is not a discarded batch: it has no payload");
        assertThat(execute("--from-bucket", folder.resolve("missing").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("cannot read ");
    }

    private int execute(String... args) {
        return new CommandLine(new AuditCommand())
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
