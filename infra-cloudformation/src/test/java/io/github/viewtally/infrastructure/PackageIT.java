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

/** What lies in target/package, as {@code mvn package} has made it. */
class PackageIT {

    private static final Path PACKAGE = Path.of(System.getProperty("viewtally.package"));
    private static final Path JAR = Path.of(System.getProperty("viewtally.lambda-jar"));
    private static final int MOST_BYTES = 9_200_000;

    /** All that is in the jar, and why: docs/deploying.md. */
    private static final List<String> EXPECTED = List.of(
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
        PackagedTemplate wanted =
                PackagedTemplate.of(Files.readString(Path.of("template.yaml")), Files.readAllBytes(JAR));
        assertThat(PACKAGE.resolve("template.yaml")).hasContent(wanted.text());
        assertThat(PACKAGE.resolve(wanted.codeFile())).hasSameBinaryContentAs(JAR);
        assertThat(PACKAGE.resolve("api.yaml")).hasSameTextualContentAs(Path.of("api.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ViewAggregator", "VoteAggregator", "Auditor"})
    void hasTheHandlersThatTheTemplateNames(String function) throws Exception {
        String[] handler =
                String.valueOf(Stack.DATA.properties(function).get("Handler")).split("::");
        try (URLClassLoader alone =
                new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = alone.loadClass(handler[0]);
            assertThat(Modifier.isPublic(type.getConstructor().getModifiers())).isTrue();
            assertThat(Arrays.stream(type.getMethods())
                            .filter(method -> method.getName().equals(handler[1])))
                    .isNotEmpty();
        }
    }

    @Test
    void holdsNothingThatIsNotNeeded() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
        Set<String> unexpected = new TreeSet<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            jar.stream()
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> EXPECTED.stream().noneMatch(name::startsWith))
                    .forEach(unexpected::add);
        }
        assertThat(unexpected).isEmpty();
    }

    /** Else each build of the same code would be another jar, and publish versions of the functions for nothing. */
    @Test
    void holdsNothingOfTheTimeOfItsBuild() throws IOException {
        FileTime built = Files.getLastModifiedTime(JAR);
        FileTime justBefore = FileTime.from(built.toInstant().minus(Duration.ofHours(1)));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().filter(entry -> entry.getLastModifiedTime().compareTo(justBefore) > 0))
                    .isEmpty();
        }
    }

    @Test
    void leavesOutTheClientsThatAreNotUsed() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile());
                Stream<String> names = jar.stream().map(entry -> entry.getName())) {
            assertThat(names)
                    .noneMatch(name -> name.startsWith("io/netty/") || name.startsWith("org/apache/"))
                    .noneMatch(name -> name.startsWith("io/github/viewtally/aggregators/audit/AuditCommand"));
        }
    }
}
