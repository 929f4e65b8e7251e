package io.github.viewtally.api.http;

import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A successful JSON answer, ready to be sent any number of times. The compressed form is made when it is first asked for:
 * on the event loop, which a page of 100 summaries, some 10 KB, holds up for a fraction of a millisecond. To be used on
 * one event loop.
 */
public final class PreparedAnswer {

    /** A shorter body fits into one packet either way. */
    static final int LEAST_COMPRESSED = 1_024;

    /**
     * What is sent of an answer in one encoding.
     *
     * @param tag the entity tag, which differs from that of the other form
     */
    record Form(Buffer body, String tag, CharSequence tagHeader, CharSequence length, boolean compressed) {

        private static Form of(byte[] body, String tag, boolean compressed) {
            return new Form(
                    Buffer.buffer(body),
                    tag,
                    HttpHeaders.createOptimized(tag),
                    AsciiString.cached(Integer.toString(body.length)),
                    compressed);
        }
    }

    private final boolean compressible;
    private final Form plain;
    private Form compressed;

    private PreparedAnswer(byte[] json, boolean compressible) {
        this.compressible = compressible;
        this.plain = Form.of(json, EntityTags.of(json, ""), false);
    }

    /** An answer that is always short, and never compressed. */
    public static PreparedAnswer small(JsonObject body) {
        return new PreparedAnswer(body.toBuffer().getBytes(), false);
    }

    /** An answer that is compressed if it is long and the client can read that. */
    public static PreparedAnswer compressible(JsonObject body) {
        return new PreparedAnswer(body.toBuffer().getBytes(), true);
    }

    /** Whether its form depends on what the client can read. */
    boolean isCompressible() {
        return compressible;
    }

    boolean isWorthCompressing() {
        return compressible && plain.body().length() >= LEAST_COMPRESSED;
    }

    Form plain() {
        return plain;
    }

    Form compressed() {
        if (compressed == null) {
            byte[] json = plain.body().getBytes();
            compressed = Form.of(gzip(json), EntityTags.of(json, "-gzip"), true);
        }
        return compressed;
    }

    /** How many bytes it takes up, the compressed form included, whether it has been made or not. */
    public int weight() {
        return (isWorthCompressing() ? 2 : 1) * plain.body().length();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
