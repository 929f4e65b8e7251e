package io.github.viewtally.api.request;

import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opaque cursors: the start of the next page, signed together with its request. A cursor is refused if it is altered or
 * used with another path or filter. A forged cursor could not reach the items of other users: it contains only sort
 * keys, and the partition always comes from the path.
 */
public final class Cursors {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;
    private static final int MAX_LENGTH = 4_096;
    private static final int RANDOM_SECRET_BYTES = 32;

    private final SecretKeySpec key;

    /** Creates cursors with a secret. Processes that serve the same clients need the same secret. */
    public Cursors(String secret) {
        this(secret.getBytes(StandardCharsets.UTF_8));
    }

    private Cursors(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Creates cursors with a random secret, which no other process knows. */
    public static Cursors withRandomSecret() {
        byte[] secret = new byte[RANDOM_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new Cursors(secret);
    }

    /** Returns the cursor of the page that starts after the item with these sort keys. */
    public String encode(String request, List<String> sortKeys) {
        byte[] content = new JsonArray(sortKeys).encode().getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(signature(request, content), SIGNATURE_BYTES + content.length);
        System.arraycopy(content, 0, whole, SIGNATURE_BYTES, content.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /**
     * Returns the sort keys of a cursor. The caller checks that the list can have them.
     *
     * @param count the expected number of sort keys
     * @throws ProblemException 400 if the cursor was not made for this request
     */
    public List<String> decode(String request, String cursor, int count) {
        byte[] whole = bytes(cursor);
        if (whole.length < SIGNATURE_BYTES) {
            throw refused();
        }
        byte[] content = Arrays.copyOfRange(whole, SIGNATURE_BYTES, whole.length);
        byte[] signature = Arrays.copyOf(whole, SIGNATURE_BYTES);
        if (!MessageDigest.isEqual(signature, signature(request, content))) {
            throw refused();
        }
        List<String> sortKeys = sortKeys(content);
        if (sortKeys.size() != count) {
            throw refused();
        }
        return sortKeys;
    }

    private static List<String> sortKeys(byte[] content) {
        try {
            return new JsonArray(new String(content, StandardCharsets.UTF_8))
                    .stream()
                            .map(String.class::cast)
                            .map(Objects::requireNonNull)
                            .toList();
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw refused();
        }
    }

    private static byte[] bytes(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor.length() <= MAX_LENGTH ? cursor : "");
            // Several strings decode to the same bytes. Only the one that was issued is accepted.
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(cursor)) {
                throw refused();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private byte[] signature(String request, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(request.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(content), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Returns the problem of a wrong cursor. */
    public static ProblemException refused() {
        return Parameters.invalid("cursor", "is not a cursor of this list: take nextCursor as it was given");
    }
}
