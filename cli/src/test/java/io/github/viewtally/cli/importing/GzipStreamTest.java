package io.github.viewtally.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipStreamTest {
    private static final byte[] FIRST = gzip("first\n".getBytes(UTF_8));
    private static final byte[] SECOND = gzip("second\n".getBytes(UTF_8));

    @Test
    void readsOtherDataAsItIs() throws IOException {
        assertThat(decode("plain".getBytes(UTF_8))).isEqualTo("plain");
        assertThat(decode(new byte[0])).isEmpty();
        assertThat(decode(new byte[] {'x'})).isEqualTo("x");
    }

    @Test
    void decompressesAllMembers() throws IOException {
        assertThat(decode(FIRST)).isEqualTo("first\n");
        assertThat(decode(concat(FIRST, SECOND))).isEqualTo("first\nsecond\n");
    }

    /** The JDK takes a pipe that is empty for a moment as the end. */
    @Test
    void waitsForTheNextMember() throws IOException {
        assertThat(text(GzipStream.decode(pausedAfterFirst(SECOND)))).isEqualTo("first\nsecond\n");
    }

    @Test
    void failsIfTheNextMemberIsCutOff() {
        byte[] cut = Arrays.copyOf(SECOND, 3);

        assertThatThrownBy(() -> text(GzipStream.decode(pausedAfterFirst(cut)))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 15, 20, 100_000})
    void failsIfTheDataIsCutOff(int length) {
        byte[] random = new byte[200_000];
        new Random(1).nextBytes(random);
        byte[] cut = Arrays.copyOf(gzip(random), length);

        assertThatThrownBy(() -> decode(cut)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decode(concat(FIRST, cut))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decode(concat(gzip(random), cut))).isInstanceOf(IOException.class);
    }

    @Test
    void failsIfOtherDataFollows() {
        assertThatThrownBy(() -> decode(concat(FIRST, "x".getBytes(UTF_8)))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decode(concat(FIRST, new byte[100]))).isInstanceOf(IOException.class);
    }

    @Test
    void failsIfTheDataIsDamaged() {
        byte[] damaged = FIRST.clone();
        damaged[damaged.length - 6] ^= 1;

        assertThatThrownBy(() -> decode(damaged)).isInstanceOf(IOException.class);
    }

    /** Returns a pipe that first has the first member, and the rest after a moment. */
    private static InputStream pausedAfterFirst(byte[] rest) {
        return new FilterInputStream(new ByteArrayInputStream(concat(FIRST, rest))) {
            private int ready = FIRST.length;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, Math.min(length, ready));
                ready = Integer.MAX_VALUE;
                return read;
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }

    private static String decode(byte[] data) throws IOException {
        return text(GzipStream.decode(new ByteArrayInputStream(data)));
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), UTF_8);
    }

    private static byte[] gzip(byte[] data) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(data);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
