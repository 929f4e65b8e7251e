package io.github.viewtally.local.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The software bill of materials of each packaged jar. */
class SbomIT {

    private static final String OWN = "io.github.viewtally:";

    /** Part of Netty's jar under Netty's package names, so it is not a dependency for Maven. */
    private static final String IN_NETTY = "org.jctools:jctools-core";

    @ParameterizedTest
    @ValueSource(strings = {"api", "aggregators", "audit", "loadgen", "viewtally"})
    void namesEveryArtifactWithVersionHashAndPackageUrl(String name) throws IOException {
        JsonObject sbom = sbom(name);
        assertThat(sbom.getString("bomFormat")).isEqualTo("CycloneDX");
        assertThat(sbom.getJsonArray("components")).hasSizeGreaterThan(10).allSatisfy(element -> {
            JsonObject component = (JsonObject) element;
            assertThat(component.getString("purl")).startsWith("pkg:maven/").contains("@");
            assertThat(component.getJsonArray("hashes")).isNotEmpty();
        });
        assertThat(artifacts(sbom)).noneMatch(artifact -> artifact.matches(".*(junit|assertj|playwright).*"));
    }

    /** These jars contain Maven's description of each artifact. */
    @ParameterizedTest
    @ValueSource(strings = {"api", "loadgen", "viewtally"})
    void namesAllArtifactsInTheJar(String name) throws IOException {
        assertThat(artifacts(sbom(name))).containsAll(packaged(jar(name)));
    }

    private static Path jar(String name) {
        return Path.of(System.getProperty("viewtally." + name + ".jar"));
    }

    private static JsonObject sbom(String name) throws IOException {
        assumeFalse(
                "offline=true".equals(System.getProperty("viewtally.build")),
                "skipped: an offline build (mvn -o) writes no SBOM");
        return new JsonObject(Files.readString(Path.of(System.getProperty("viewtally." + name + ".sbom"))));
    }

    private static Set<String> artifacts(JsonObject sbom) {
        return sbom.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .map(component -> component.getString("group") + ":" + component.getString("name") + ":"
                        + component.getString("version"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> packaged(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Set<String> artifacts = file.stream()
                    .filter(entry -> entry.getName().matches("META-INF/maven/.*/pom\\.properties"))
                    .map(entry -> artifact(file, entry))
                    .filter(artifact -> !artifact.startsWith(OWN) && !artifact.startsWith(IN_NETTY))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(artifacts).hasSizeGreaterThan(10);
            return artifacts;
        }
    }

    private static String artifact(JarFile jar, JarEntry entry) {
        Properties properties = new Properties();
        try (var content = jar.getInputStream(entry)) {
            properties.load(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("groupId") + ":" + properties.getProperty("artifactId") + ":"
                + properties.getProperty("version");
    }
}
