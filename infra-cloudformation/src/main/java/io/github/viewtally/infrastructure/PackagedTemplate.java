package io.github.viewtally.infrastructure;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data stack's template with its code fixed. CloudFormation looks at names alone: it uploads no jar behind an S3 key
 * that it has seen, and publishes no version under a logical id that it has seen. So both carry hashes. A version's is
 * over all that a version is a snapshot of, the code and its function's settings: one that is the same as the last cannot
 * be published again, so it must change with these and with nothing else.
 *
 * @param text the template to deploy
 * @param codeFile the name, in the S3 key, of the jar that it deploys
 */
record PackagedTemplate(String text, String codeFile) {

    private static final String UNPACKAGED = "Unpackaged";
    private static final int HASH_LENGTH = 16;

    /**
     * Fixes the code.
     *
     * @param template the source
     * @param jar the bytes of the packaged functions
     * @throws IllegalArgumentException if the template has no place for a hash, or one that this does not know
     */
    static PackagedTemplate of(String template, byte[] jar) {
        String codeHash = hash(jar);
        String codeFile = "aggregators-" + codeHash + ".jar";
        String text = template.replace("aggregators-" + UNPACKAGED + ".jar", codeFile);
        for (Map.Entry<String, String> version :
                versionHashes(template, codeHash).entrySet()) {
            text = text.replaceAll("\\b" + version.getKey() + "\\b", Matcher.quoteReplacement(version.getValue()));
        }
        if (text.equals(template) || read(text).toString().contains(UNPACKAGED)) {
            throw new IllegalArgumentException("the template has no \"" + UNPACKAGED + "\", or one in another place"
                    + " than the S3 key and the logical ids of versions");
        }
        return new PackagedTemplate(text, codeFile);
    }

    /** The logical ids of the versions, each with what takes its place. */
    private static Map<String, String> versionHashes(String template, String codeHash) {
        Map<String, Object> resources = map(read(template).get("Resources"));
        Map<String, String> hashes = new TreeMap<>();
        resources.forEach((id, resource) -> {
            if ("AWS::Lambda::Version".equals(map(resource).get("Type"))) {
                Object function = map(map(map(resource).get("Properties")).get("FunctionName"))
                        .get("Ref");
                String snapshot = codeHash + map(resources.get(String.valueOf(function)));
                hashes.put(
                        id,
                        id.replaceFirst(Pattern.quote(UNPACKAGED) + "$", "")
                                + hash(snapshot.getBytes(StandardCharsets.UTF_8)));
            }
        });
        return hashes;
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Map<String, Object> read(String text) {
        return TemplateReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
