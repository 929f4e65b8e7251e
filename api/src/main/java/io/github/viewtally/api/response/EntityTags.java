package io.github.viewtally.api.response;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strong entity tags, and the lists of them in If-None-Match (RFC 9110, sections 8.8.3 and 13.1.2). */
final class EntityTags {

    private static final String ALGORITHM = "SHA-256";

    /** So that no two bodies of a resource ever share a tag, not even those that somebody makes for it. */
    private static final int HASH_BYTES = 16;

    private static final String ANY = "*";
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*+\")");
    private static final Pattern BETWEEN = Pattern.compile("[ \\t]*+(?:,[ \\t]*+)*+");

    private EntityTags() {}

    /**
     * The tag of these bytes, the same in every process: SHA-256 is in every Java platform and, computed once for each
     * read of the table, costs less than the JSON did.
     *
     * @param form tells apart the tags of one body in several encodings; empty for the body as it is
     */
    static String of(byte[] body, String form) {
        byte[] hash = Arrays.copyOf(sha256(body), HASH_BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + form + '"';
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance(ALGORITHM).digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Whether a client that sent these values of If-None-Match has what the tag stands for, by the weak comparison. A value
     * is read up to where it is malformed.
     */
    static boolean anyMatches(List<String> ifNoneMatch, String tag) {
        return ifNoneMatch.stream().anyMatch(value -> matches(value, tag));
    }

    private static boolean matches(String value, String tag) {
        if (value.trim().equals(ANY)) {
            return true;
        }
        Matcher between = BETWEEN.matcher(value);
        Matcher candidate = TAG.matcher(value);
        int at = 0;
        while (between.region(at, value.length()).lookingAt()
                && candidate.region(between.end(), value.length()).lookingAt()) {
            if (candidate.group(1).equals(tag)) {
                return true;
            }
            at = candidate.end();
        }
        return false;
    }
}
