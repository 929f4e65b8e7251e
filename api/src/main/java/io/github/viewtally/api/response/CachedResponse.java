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
 * A successful response with its entity tags and, if it is long, its gzip form. It can be sent any number of
 * times. Create it on a worker thread if it may be long, because that takes milliseconds; use it on one event loop.
 */
public final class CachedResponse {

    /** Shorter bodies are not compressed: they fit into one packet anyway. */
    static final int MIN_COMPRESSED = 1_024;

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    /**
     * A body in one encoding.
     *
     * @param tag the entity tag; different for each encoding
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

    private final CharSequence mediaType;
    private final boolean compressible;
    private final Representation plain;
    private final Representation compressed;
    private int sends;

    private CachedResponse(byte[] body, CharSequence mediaType, boolean compressible) {
        this.mediaType = mediaType;
        this.compressible = compressible;
        this.plain = Representation.of(body, EntityTags.of(body, ""), false);
        this.compressed = compressible && body.length >= MIN_COMPRESSED
                ? Representation.of(gzip(body), EntityTags.of(body, "-gzip"), true)
                : null;
    }

    /** Creates a short response, which is never compressed. */
    public static CachedResponse small(JsonObject body) {
        return new CachedResponse(body.toBuffer().getBytes(), JSON, false);
    }

    /** Creates a response that is compressed if it is long and the client accepts gzip. */
    public static CachedResponse compressible(JsonObject body) {
        return new CachedResponse(body.toBuffer().getBytes(), JSON, true);
    }

    /** Creates a response of another media type that is compressed if it is long and the client accepts gzip. */
    public static CachedResponse compressible(byte[] body, String mediaType) {
        return new CachedResponse(body, HttpHeaders.createOptimized(mediaType), true);
    }

    CharSequence mediaType() {
        return mediaType;
    }

    /** Returns whether the encoding depends on the client. */
    boolean isCompressible() {
        return compressible;
    }

    boolean isWorthCompressing() {
        return compressed != null;
    }

    Representation plain() {
        return plain;
    }

    /** Returns the gzip form; null if the body is short. */
    Representation compressed() {
        return compressed;
    }

    /** Returns the entity tag of the uncompressed form. */
    public String tag() {
        return plain.tag();
    }

    /** Returns the uncompressed body. */
    public Buffer body() {
        return plain.body();
    }

    /** Returns the number of bytes of both forms. */
    public int weight() {
        return plain.body().length()
                + (compressed == null ? 0 : compressed.body().length());
    }

    /** Returns the bytes that a further send adds in memory: zero while another send is in progress. */
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
