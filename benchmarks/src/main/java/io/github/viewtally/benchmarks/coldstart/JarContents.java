package io.github.viewtally.benchmarks.coldstart;

import io.github.viewtally.benchmarks.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** Describes the contents of a jar. */
final class JarContents {

    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("software/amazon/awssdk/services/dynamodb/", "the SDK's DynamoDB client");
        PARTS.put("software/amazon/", "the rest of the SDK");
        PARTS.put("com/amazonaws/", "Lambda's events");
        PARTS.put("org/joda/", "Joda-Time");
        PARTS.put("com/fasterxml/", "Jackson's core");
        PARTS.put("io/github/viewtally/", "our own code");
        PARTS.put("", "the rest");
    }

    private JarContents() {}

    /** Returns the parts of the jar with their compressed sizes in MB. */
    static String describe(Path jar) throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        PARTS.values().forEach(part -> sizes.put(part, 0L));
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().forEach(entry -> sizes.merge(partOf(entry), entry.getCompressedSize(), Long::sum));
        }
        return sizes.entrySet().stream()
                .map(part -> part.getKey() + " " + Numbers.text(part.getValue() / 1e6))
                .collect(Collectors.joining(", "));
    }

    private static String partOf(ZipEntry entry) {
        return PARTS.entrySet().stream()
                .filter(part -> entry.getName().startsWith(part.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
