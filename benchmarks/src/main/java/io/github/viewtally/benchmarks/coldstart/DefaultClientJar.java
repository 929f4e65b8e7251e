package io.github.viewtally.benchmarks.coldstart;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.model.table.Keys;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Creates the jar of a function with the SDK's default client: the aggregators and all of their libraries, with the default
 * HTTP client for synchronous calls instead of ours.
 */
final class DefaultClientJar {

    private static final String SDK = "/software/amazon/awssdk/";
    private static final List<String> EXCLUDED = List.of("/url-connection-client/", "crt", "/netty-nio-client/");
    private static final List<String> LIBRARIES = List.of(
            "aws-lambda-java-core-",
            "aws-lambda-java-events-",
            "crac-",
            "eventstream-",
            "httpclient5-",
            "httpcore5-",
            "jackson-core-",
            "joda-time-",
            "reactive-streams-",
            "slf4j-api-");

    private final Set<String> written = new HashSet<>();
    private final JarOutputStream jar;

    private DefaultClientJar(JarOutputStream jar) {
        this.jar = jar;
    }

    static void write(Path target) throws IOException, URISyntaxException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target))) {
            DefaultClientJar jar = new DefaultClientJar(out);
            String handler = DefaultClientAggregator.class.getName().replace('.', '/') + ".class";
            try (InputStream content = DefaultClientJar.class.getClassLoader().getResourceAsStream(handler)) {
                jar.add(handler, content);
            }
            for (Path part : parts()) {
                jar.addAll(part);
            }
        }
    }

    private static List<Path> parts() throws URISyntaxException {
        List<Path> parts = new ArrayList<>(List.of(origin(ViewAggregator.class), origin(Keys.class)));
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(DefaultClientJar::isIncluded)
                .forEach(parts::add);
        return parts;
    }

    private static Path origin(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static boolean isIncluded(Path entry) {
        String path = entry.toString().replace(File.separatorChar, '/');
        if (path.contains(SDK)) {
            String artifact = path.substring(path.indexOf(SDK) + SDK.length() - 1);
            return EXCLUDED.stream().noneMatch(artifact::contains);
        }
        return LIBRARIES.stream().anyMatch(entry.getFileName().toString()::startsWith);
    }

    private void addAll(Path part) throws IOException {
        if (Files.isDirectory(part)) {
            try (Stream<Path> files = Files.walk(part)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    try (InputStream content = Files.newInputStream(file)) {
                        add(part.relativize(file).toString().replace(File.separatorChar, '/'), content);
                    }
                }
            }
            return;
        }
        try (JarFile source = new JarFile(part.toFile())) {
            for (ZipEntry entry :
                    source.stream().filter(file -> !file.isDirectory()).toList()) {
                try (InputStream content = source.getInputStream(entry)) {
                    add(entry.getName(), content);
                }
            }
        }
    }

    /** Adds a file unless it was added before. No two libraries have the same file in META-INF/services. */
    private void add(String name, InputStream content) throws IOException {
        if (written.add(name)) {
            jar.putNextEntry(new ZipEntry(name));
            content.transferTo((OutputStream) jar);
            jar.closeEntry();
        }
    }
}
