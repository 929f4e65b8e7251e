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
 * The data stack's template with hashes of the code in its names. CloudFormation compares names only: it does not read a jar
 * again under an S3 key that it knows, and does not publish a version under a logical id that it knows. The logical id of a
 * version contains a hash of the code and the function's settings, because a version is a snapshot of both. Nothing else may
 * change this hash: Lambda publishes no version that equals the previous one.
 *
 * @param text the template to deploy
 * @param codeFile the file name of the jar, as in the S3 key
 */
record PackagedTemplate(String text, String codeFile) {

    private static final String UNPACKAGED = "Unpackaged";
    private static final int HASH_LENGTH = 16;

    /**
     * Replaces the placeholders by hashes.
     *
     * @param template the template as it is in the source
     * @param jar the content of the functions' jar
     * @throws IllegalArgumentException if the template has no placeholder, or one at an unexpected place
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
            throw new IllegalArgumentException("the template has no \"" + UNPACKAGED + "\", or has it outside"
                    + " the S3 key and the logical ids of versions");
        }
        return new PackagedTemplate(text, codeFile);
    }

    /** The logical ids of the versions, each with its replacement. */
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
