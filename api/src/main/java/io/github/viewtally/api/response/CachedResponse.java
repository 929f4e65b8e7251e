package io.github.viewtally.api.response;

import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A successful JSON answer with its entity tags and, if it is long, its compressed form, ready to be sent any number of
 * times. A long one takes milliseconds to make, so it is made on a worker thread; it is used on one event loop.
 */
public final class CachedResponse {

    /** A shorter body fits into one packet either way. */
    static final int LEAST_COMPRESSED = 1_024;

    /**
     * What is sent of an answer in one encoding.
     *
     * @param tag the entity tag, which differs from that of the other form
     */
    record Representation(Buffer body, String tag, CharSequence tagHeader, CharSequence length, boolean compressed) {

        private static Representation of(byte[] body, String tag, boolean compressed) {
            return new Representation(
                    Buffer.buffer(body),
                    tag,
                    HttpHeaders.createOptimized(tag),
                    AsciiString.cached(Integer.toString(body.length)),
                    compressed);
        }
    }

    private final boolean compressible;
    private final Representation plain;
    private final Representation compressed;
    private int sends;

    private CachedResponse(byte[] json, boolean compressible) {
        this.compressible = compressible;
        this.plain = Representation.of(json, EntityTags.of(json, ""), false);
        this.compressed = compressible && json.length >= LEAST_COMPRESSED
                ? Representation.of(gzip(json), EntityTags.of(json, "-gzip"), true)
                : null;
    }

    /** An answer that is always short, and never compressed. */
    public static CachedResponse small(JsonObject body) {
        return new CachedResponse(body.toBuffer().getBytes(), false);
    }

    /** An answer that is compressed if it is long and the client can read that. */
    public static CachedResponse compressible(JsonObject body) {
        return new CachedResponse(body.toBuffer().getBytes(), true);
    }

    /** Whether its form depends on what the client can read. */
    boolean isCompressible() {
        return compressible;
    }

    boolean isWorthCompressing() {
        return compressed != null;
    }

    Representation plain() {
        return plain;
    }

    /** The gzip form; null if the plain one is short. */
    Representation compressed() {
        return compressed;
    }

    /** Number of bytes of both forms. */
    public int weight() {
        return plain.body().length()
                + (compressed == null ? 0 : compressed.body().length());
    }

    /** Returns the bytes that a further send keeps in memory: none while another one keeps them already. */
    int beginSend() {
        return sends++ == 0 ? weight() : 0;
    }

    /** Returns the bytes that the end of a send frees. */
    int endSend() {
        return --sends == 0 ? weight() : 0;
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
