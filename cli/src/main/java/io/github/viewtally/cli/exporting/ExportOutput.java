package io.github.viewtally.cli.exporting;

import static java.util.Objects.requireNonNull;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The output of an export: standard output, or a file that appears when it is complete. */
final class ExportOutput implements AutoCloseable {
    private final Optional<Path> file;
    private final Optional<Path> part;
    private final Writer writer;

    ExportOutput(Optional<Path> file, PrintWriter standardOutput) throws IOException {
        this.file = requireNonNull(file);
        this.part = file.map(path -> path.resolveSibling(path.getFileName() + ".part"));
        this.writer = part.isPresent()
                ? open(part.get(), file.get().toString().endsWith(".gz"))
                : new CheckedWriter(standardOutput);
    }

    private static Writer open(Path path, boolean isCompressed) throws IOException {
        OutputStream out = Files.newOutputStream(path);
        return new BufferedWriter(
                new OutputStreamWriter(isCompressed ? new GZIPOutputStream(out) : out, StandardCharsets.UTF_8));
    }

    Writer writer() {
        return writer;
    }

    /** Writes the rest, and gives the file its name. */
    void complete() throws IOException {
        if (file.isPresent()) {
            writer.close();
            Files.move(part.get(), file.get(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            writer.flush();
        }
    }

    /** Deletes what is not complete. */
    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            writer.close();
            Files.deleteIfExists(part.get());
        }
    }

    /** Fails if a write fails, for example to a closed pipe. A {@link PrintWriter} does not. */
    private static final class CheckedWriter extends Writer {
        private static final int CHECK_CHARS = 64 * 1_024;

        private final PrintWriter out;
        private int unchecked;

        CheckedWriter(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            out.write(text, offset, length);
            unchecked += length;
            if (unchecked >= CHECK_CHARS) {
                flush();
            }
        }

        @Override
        public void flush() throws IOException {
            unchecked = 0;
            if (out.checkError()) {
                throw new IOException("the output is closed or cannot be written");
            }
        }

        @Override
        public void close() {}
    }
}
