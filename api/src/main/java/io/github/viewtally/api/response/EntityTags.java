package io.github.viewtally.api.response;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strong entity tags and If-None-Match (RFC 9110, sections 8.8.3 and 13.1.2). */
final class EntityTags {

    private static final String ALGORITHM = "SHA-256";

    /** Long enough that two bodies never share a tag, even if a client tries to construct them. */
    private static final int HASH_BYTES = 16;

    private static final String ANY = "*";
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*+\")");
    private static final Pattern BETWEEN = Pattern.compile("[ \\t]*+(?:,[ \\t]*+)*+");

    private EntityTags() {}

    /**
     * Returns the tag of a body. It is the same in every process. SHA-256 is part of every Java platform, and one hash
     * per table read costs less than the JSON.
     *
     * @param form distinguishes the encodings of one body; empty for the plain body
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
     * Returns whether these values of If-None-Match contain the tag, by weak comparison. A malformed value is read up
     * to its first error.
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
