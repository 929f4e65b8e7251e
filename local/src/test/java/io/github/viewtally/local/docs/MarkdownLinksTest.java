package io.github.viewtally.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The links of all Markdown files, as a code forge and the site follow them. */
class MarkdownLinksTest {

    private static final Pattern EXTERNAL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
    private static final Pattern DECISION = Pattern.compile("decision (\\d+)", Pattern.CASE_INSENSITIVE);
    private static final List<MarkdownFile> FILES = MarkdownFile.all();

    @Test
    void everyLinkLeadsToAFileAndEveryAnchorToAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (MarkdownFile file : FILES) {
            // The texts of these files become parts of pages in docs.
            Path folder = file.name().startsWith("benchmarks/src/main/resources/")
                    ? MarkdownFile.repository().resolve("docs")
                    : file.path().getParent();
            broken.addAll(broken(file, folder));
        }
        assertThat(broken).isEmpty();
        assertThat(FILES).hasSizeGreaterThan(30);
        assertThat(FILES.stream().mapToInt(file -> file.links().size()).sum()).isGreaterThan(150);
    }

    @Test
    void findsWhatIsBroken(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(
                folder.toRealPath().resolve("page.md"),
                """
                # A `page` (1)
                ## Twice
                ## Twice
                [right](#a-page-1) [right](page.md#twice-1) [right](../) [right](https://example.org/none)
                ![wrong](none.png) [wrong](#twice-2)
                [wrong](Page.md) `[code](none.md)` [wrong](/page.md)
                """);
        assertThat(broken(MarkdownFile.read(page), page.getParent()))
                .extracting(line -> line.replaceFirst(".*page.md:", ""))
                .containsExactly("5: none.png", "5: #twice-2", "6: Page.md", "6: /page.md");
    }

    private static List<String> broken(MarkdownFile file, Path folder) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MarkdownFile.Target link : file.links()) {
            if (!EXTERNAL.matcher(link.destination()).matches() && !leadsSomewhere(link.destination(), file, folder)) {
                broken.add(file.name() + ":" + link.line() + ": " + link.destination());
            }
        }
        return broken;
    }

    private static boolean leadsSomewhere(String destination, MarkdownFile file, Path folder) throws IOException {
        String[] parts = destination.split("#", 2);
        Path target =
                parts[0].isEmpty() ? file.path() : folder.resolve(parts[0]).normalize();
        if (destination.startsWith("/") || !existsAs(target)) {
            return false;
        }
        return parts.length == 1 || MarkdownFile.read(target).anchors().contains(parts[1]);
    }

    /** On every system, the case of each letter must match. */
    private static boolean existsAs(Path path) throws IOException {
        try {
            return path.toRealPath().equals(path);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The site reads its navigation from that list. */
    @Test
    void theListByTaskHasEveryPage() throws IOException {
        MarkdownFile list =
                MarkdownFile.read(MarkdownFile.repository().resolve("docs").resolve("README.md"));
        List<String> listed = list.links().stream()
                .map(link -> link.destination().replaceFirst("#.*", ""))
                .toList();
        try (Stream<Path> pages = Files.list(list.path().getParent())) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(listed).contains(name));
        }
    }

    @Test
    void aLinkToADecisionHasItsNumber() {
        Map<String, String> wrong = FILES.stream()
                .flatMap(file -> file.links().stream())
                .filter(link -> !hasNumberOfDecision(link))
                .collect(Collectors.toMap(MarkdownFile.Target::destination, MarkdownFile.Target::text, (a, b) -> a));
        assertThat(wrong).isEmpty();
    }

    private static boolean hasNumberOfDecision(MarkdownFile.Target link) {
        Matcher number = DECISION.matcher(link.text());
        return !number.matches() || link.destination().matches("(decisions/)?0*" + number.group(1) + "-[a-z-]+\\.md");
    }

    @Test
    void aDecisionHasANumberOfItsOwn() {
        Map<String, Long> numbers = FILES.stream()
                .map(MarkdownFile::name)
                .filter(name -> name.matches("docs/decisions/\\d.*"))
                .map(name -> name.replaceFirst("docs/decisions/(\\d+)-.*", "$1"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(numbers)
                .isNotEmpty()
                .allSatisfy((number, files) -> assertThat(files).as(number).isEqualTo(1));
    }
}
