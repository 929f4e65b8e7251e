package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which changes publish new versions of the functions. */
class PackagedTemplateTest {

    private static final byte[] CODE = {1, 2, 3};
    private static final byte[] CHANGED_CODE = {1, 2, 4};

    @TempDir
    private Path folder;

    @Test
    void keepsTheVersionsOfAnUnchangedBuild() throws IOException {
        assertThat(PackagedTemplate.of(source(), CODE.clone())).isEqualTo(PackagedTemplate.of(source(), CODE));
    }

    @Test
    void publishesBothFunctionsIfTheCodeChanges() throws IOException {
        PackagedTemplate before = PackagedTemplate.of(source(), CODE);
        PackagedTemplate after = PackagedTemplate.of(source(), CHANGED_CODE);
        assertThat(versions(before)).hasSize(2).doesNotContainAnyElementsOf(versions(after));
        assertThat(after.codeFile()).isNotEqualTo(before.codeFile());
    }

    /** Lambda publishes no version of the other function, because it has not changed. */
    @Test
    void publishesOnlyTheFunctionWhoseSettingsChange() throws IOException {
        Set<String> before = versions(PackagedTemplate.of(source(), CODE));
        Set<String> after = versions(PackagedTemplate.of(source().replaceFirst("Timeout: 60", "Timeout: 50"), CODE));
        assertThat(after)
                .hasSize(2)
                .filteredOn(before::contains)
                .singleElement()
                .asString()
                .startsWith("Vote");
    }

    @Test
    void publishesNothingIfOnlyDeliveryChanges() throws IOException {
        String changed = source().replace("TumblingWindowInSeconds: 900", "TumblingWindowInSeconds: 600");
        assertThat(changed).isNotEqualTo(source());
        assertThat(versions(PackagedTemplate.of(changed, CODE)))
                .isEqualTo(versions(PackagedTemplate.of(source(), CODE)));
    }

    @Test
    void usesTheSameNameOfAVersionEverywhere() throws IOException {
        Stack packaged = stack(PackagedTemplate.of(source(), CODE));
        String version = packaged.ofType("AWS::Lambda::Version").keySet().stream()
                .filter(id -> id.startsWith("View"))
                .findFirst()
                .orElseThrow();
        assertThat(version).matches("[A-Za-z0-9]{1,255}");
        assertThat(packaged.properties("ViewAggregatorLive"))
                .containsEntry("FunctionVersion", Map.of("Fn::GetAtt", version + ".Version"));
    }

    @Test
    void rejectsATemplateWithoutPlaceholders() {
        assertThatThrownBy(() -> PackagedTemplate.of("Resources: {}", CODE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PackagedTemplate.of(source().replace("  Table:", "  TableUnpackaged:"), CODE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesTheTemplatesAndOneJar() throws IOException {
        Path templates = Files.createDirectory(folder.resolve("templates"));
        Files.writeString(templates.resolve("template.yaml"), source());
        Files.writeString(templates.resolve("api.yaml"), "Resources: {}");
        Path jar = folder.resolve("code.jar");
        Path target = folder.resolve("target");
        for (byte[] code : new byte[][] {CODE, CHANGED_CODE}) {
            Files.write(jar, code);
            PackageMain.write(templates, jar, target);
        }
        String codeFile = PackagedTemplate.of(source(), CHANGED_CODE).codeFile();
        assertThat(target).isDirectoryContaining(file -> file.endsWith("api.yaml"));
        try (var files = Files.list(target)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("template.yaml", "api.yaml", codeFile);
        }
        assertThat(Files.readString(target.resolve("template.yaml"))).contains("S3Key: viewtally/" + codeFile);
    }

    private static Set<String> versions(PackagedTemplate packaged) {
        return new TreeSet<>(stack(packaged).ofType("AWS::Lambda::Version").keySet());
    }

    private static Stack stack(PackagedTemplate packaged) {
        return new Stack(
                "packaged",
                TemplateReader.read(new ByteArrayInputStream(packaged.text().getBytes(StandardCharsets.UTF_8))));
    }

    private static String source() throws IOException {
        try (var yaml = TemplateReader.class.getResourceAsStream("/viewtally/template.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
