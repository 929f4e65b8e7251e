package io.github.viewtally.cli.importing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.cli.importing.LineReader.InputLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void readsLinesWithAnyEndAndWithoutOne() throws IOException {
        assertThat(texts("a\nb\r\n\r\n\nc".getBytes(UTF_8))).containsExactly("a", "b", "", "", "c");
        assertThat(texts(new byte[0])).isEmpty();
        assertThat(texts("a\n".getBytes(UTF_8))).containsExactly("a");
    }

    @Test
    void skipsAByteOrderMarkAtTheStartOnly() throws IOException {
        assertThat(texts("\uFEFFa\n\uFEFFb".getBytes(UTF_8))).containsExactly("a", "\uFEFFb");
    }

    @Test
    void reportsInvalidUtf8ByLine() throws IOException {
        List<InputLine> lines = read("ok\nM\u00FCller\nok".getBytes(ISO_8859_1));

        assertThat(lines)
                .extracting(InputLine::problem)
                .containsExactly(Optional.empty(), Optional.of("the line is not valid UTF-8"), Optional.empty());
        assertThat(lines).extracting(InputLine::number).containsExactly(1L, 2L, 3L);
    }

    @Test
    void cutsALineThatIsTooLongAndReadsTheNext() throws IOException {
        String longest = "x".repeat(LineReader.MAX_BYTES);
        List<InputLine> lines = read((longest + "\n" + longest + "y\nz").getBytes(UTF_8));

        assertThat(lines).extracting(line -> line.problem().isPresent()).containsExactly(false, true, false);
        assertThat(lines).extracting(InputLine::text).containsExactly(longest, longest, "z");
    }

    private static List<String> texts(byte[] bytes) throws IOException {
        return read(bytes).stream().map(InputLine::text).toList();
    }

    private static List<InputLine> read(byte[] bytes) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes));
        List<InputLine> lines = new ArrayList<>();
        for (Optional<InputLine> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
        }
        return lines;
    }
}
