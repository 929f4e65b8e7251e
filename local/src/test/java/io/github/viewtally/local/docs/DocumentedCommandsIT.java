package io.github.viewtally.local.docs;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.viewtally.local.docs.MarkdownFile.Block;
import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.local.system.TestSystem;
import io.github.viewtally.testsupport.process.Programs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of all pages: each block {@code sh} that is not marked {@code sh unrun: REASON}, in the order of the
 * page. {@code mvn -q -Plocal} in a block starts a system for the rest of the page; other pages use that of README.md. A block
 * {@code json} that follows shows the last responses: their fields must be the same, their values may differ.
 */
class DocumentedCommandsIT {

    private static final Pattern UNRUN = Pattern.compile("sh unrun: \\S.*");
    private static final Pattern OTHER_SHELL = Pattern.compile("(sh|bash|shell|zsh|console|shell-session)\\b.*");

    private final List<LocalSystem> systems = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void requirePrograms() throws IOException {
        Optional<String> missing = DocumentedShell.missing();
        missing.ifPresent(program ->
                System.out.println("The commands of the documentation are skipped: " + program + " is not installed"));
        assumeTrue(missing.isEmpty());
        Files.createFile(folder.resolve("ran"));
    }

    @AfterEach
    void stop() {
        systems.forEach(LocalSystem::close);
    }

    @Test
    void everyShellBlockRunsOrSaysWhyNot() {
        assertThat(MarkdownFile.all())
                .flatExtracting(page -> page.blocks().stream()
                        .filter(block -> OTHER_SHELL.matcher(block.info()).matches())
                        .filter(block ->
                                !runs(block) && !UNRUN.matcher(block.info()).matches())
                        .map(block -> page.name() + ":" + block.line() + ": " + block.info())
                        .toList())
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicContainer> commands() {
        return MarkdownFile.all().stream()
                .filter(page -> page.blocks().stream().anyMatch(DocumentedCommandsIT::runs))
                .map(page -> dynamicContainer(page.name(), new Page(page).tests()));
    }

    private static boolean runs(Block block) {
        return block.info().equals("sh");
    }

    private final class Page {

        private final MarkdownFile file;
        private final DocumentedShell shell;
        private LocalSystem system;

        Page(MarkdownFile file) {
            this.file = file;
            try {
                shell = new DocumentedShell(
                        Files.createDirectories(folder.resolve(file.name())), folder.resolve("ran"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Stream<DynamicTest> tests() {
            List<Block> blocks = file.blocks();
            return IntStream.range(0, blocks.size())
                    .filter(i -> runs(blocks.get(i)))
                    .mapToObj(i -> dynamicTest("line " + blocks.get(i).line(), () -> run(blocks, i)));
        }

        private void run(List<Block> blocks, int i) throws Exception {
            String commands = blocks.get(i).text();
            if (commands.contains("aws ")) {
                assumeTrue(Programs.find("aws").isPresent(), "skipped: the AWS CLI is not installed");
            }
            LocalSystem used = system == null && !systems.isEmpty() ? systems.get(0) : system;
            assertThat(used != null || commands.contains("mvn -q -Plocal"))
                    .as("README.md starts a system")
                    .isTrue();
            List<String> documented =
                    i + 1 < blocks.size() && blocks.get(i + 1).info().equals("json")
                            ? blocks.get(i + 1).text().lines().toList()
                            : List.of();
            if (documented.isEmpty()) {
                shell.run(commands, used);
            } else {
                // Totals follow their events within seconds.
                await().pollDelay(Duration.ZERO)
                        .untilAsserted(() -> assertThat(last(documented.size(), shell.run(commands, used)))
                                .isEqualTo(fieldsOf(documented)));
            }
            Optional<Map<String, String>> settings = shell.startedSystem();
            if (settings.isPresent()) {
                system = TestSystem.withItsOwnProcess(settings.get(), Map.of("BatchingWindowSeconds", "0"));
                systems.add(system);
            }
        }
    }

    private static List<Set<String>> last(int count, List<String> responses) {
        assertThat(responses).hasSizeGreaterThanOrEqualTo(count);
        return fieldsOf(responses.subList(responses.size() - count, responses.size()));
    }

    private static List<Set<String>> fieldsOf(List<String> objects) {
        return objects.stream()
                .map(object -> {
                    Set<String> fields = new HashSet<>();
                    collectFields("", new JsonObject(object), fields);
                    return fields;
                })
                .toList();
    }

    private static void collectFields(String path, Object value, Set<String> fields) {
        if (value instanceof JsonObject object) {
            object.forEach(field -> collectFields(path + "/" + field.getKey(), field.getValue(), fields));
        } else if (value instanceof JsonArray array) {
            array.forEach(element -> collectFields(path + "/*", element, fields));
        } else {
            fields.add(path);
        }
    }
}
