package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the files that {@code mvn package} writes to target/package. */
class PackageIT {

    private static final Path PACKAGE = Path.of(System.getProperty("viewtally.package"));
    private static final Path JAR = Path.of(System.getProperty("viewtally.lambda-jar"));
    private static final int MAX_BYTES = 9_200_000;

    /** Allowed packages of the jar. docs/deploying.md gives the reasons. */
    private static final List<String> ALLOWED = List.of(
            "com/amazonaws/services/lambda/runtime/",
            "com/fasterxml/jackson/core/",
            "io/github/viewtally/aggregators/",
            "io/github/viewtally/model/",
            "org/crac/",
            "org/joda/time/",
            "org/reactivestreams/",
            "org/slf4j/",
            "software/amazon/awssdk/",
            "software/amazon/eventstream/");

    @Test
    void deploysTheJarThatWasBuilt() throws IOException {
        PackagedTemplate expected =
                PackagedTemplate.of(Files.readString(Path.of("template.yaml")), Files.readAllBytes(JAR));
        assertThat(PACKAGE.resolve("template.yaml")).hasContent(expected.text());
        assertThat(PACKAGE.resolve(expected.codeFile())).hasSameBinaryContentAs(JAR);
        assertThat(PACKAGE.resolve("api.yaml")).hasSameTextualContentAs(Path.of("api.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ViewAggregator", "VoteAggregator", "Auditor"})
    void containsTheHandlersOfTheTemplate(String function) throws Exception {
        String[] handler =
                String.valueOf(Stack.DATA.properties(function).get("Handler")).split("::");
        try (URLClassLoader jarOnly =
                new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = jarOnly.loadClass(handler[0]);
            assertThat(Modifier.isPublic(type.getConstructor().getModifiers())).isTrue();
            assertThat(Arrays.stream(type.getMethods())
                            .filter(method -> method.getName().equals(handler[1])))
                    .isNotEmpty();
        }
    }

    @Test
    void containsOnlyAllowedPackages() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(MAX_BYTES);
        Set<String> unexpected = new TreeSet<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            jar.stream()
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> ALLOWED.stream().noneMatch(name::startsWith))
                    .forEach(unexpected::add);
        }
        assertThat(unexpected).isEmpty();
    }

    /** Otherwise each build of the same code would produce another jar and publish new versions of the functions. */
    @Test
    void doesNotContainTheTimeOfTheBuild() throws IOException {
        FileTime built = Files.getLastModifiedTime(JAR);
        FileTime justBefore = FileTime.from(built.toInstant().minus(Duration.ofHours(1)));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().filter(entry -> entry.getLastModifiedTime().compareTo(justBefore) > 0))
                    .isEmpty();
        }
    }

    @Test
    void doesNotContainUnusedClients() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile());
                Stream<String> names = jar.stream().map(entry -> entry.getName())) {
            assertThat(names)
                    .noneMatch(name -> name.startsWith("io/netty/") || name.startsWith("org/apache/"))
                    .noneMatch(name -> name.startsWith("io/github/viewtally/aggregators/audit/AuditCommand"));
        }
    }
}
