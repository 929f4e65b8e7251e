package io.github.viewtally.api.polling;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A body with its strong entity tag (RFC 9110, section 8.8.3), and where it is worth the while the same compressed, which
 * is another representation and has another tag.
 */
record Representation(Buffer body, String entityTag, Optional<Representation> compressed) {

    /** Shorter ones fit into a packet or two as they are. */
    private static final int LEAST_COMPRESSED = 1_024;

    private static final int TAG_BYTES = 12;

    static Representation of(JsonObject json) {
        Buffer body = json.toBuffer();
        String tag = hash(body.getBytes());
        Optional<Representation> compressed = body.length() < LEAST_COMPRESSED
                ? Optional.empty()
                : Optional.of(new Representation(gzip(body), quoted(tag + "-gzip"), Optional.empty()));
        return new Representation(body, quoted(tag), compressed);
    }

    /** Roughly what it takes of memory, in bytes. */
    int weight() {
        return 256 + body.length() + compressed.map(Representation::weight).orElse(0);
    }

    private static String quoted(String tag) {
        return '"' + tag + '"';
    }

    private static String hash(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Buffer gzip(Buffer body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length() / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
