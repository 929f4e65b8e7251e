package io.github.viewtally.local.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * What the tests of the documentation need of a Markdown file.
 *
 * @param path the file
 * @param links the links and images
 * @param anchors the anchors of the headings, as GitHub and the site name them
 * @param blocks the fenced blocks
 */
record MarkdownFile(Path path, List<Target> links, Set<String> anchors, List<Block> blocks) {

    /** The destination of a link, and its text. */
    record Target(int line, String text, String destination) {}

    /** A fenced block; the info string is what follows the opening fence. */
    record Block(int line, String info, String text) {}

    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    /** The root of the repository: tests run in the folder of their module. */
    static Path repository() {
        try {
            return Path.of("..").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all Markdown files of the repository: README.md first, then the others by path. */
    static List<MarkdownFile> all() {
        Path readme = repository().resolve("README.md");
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(repository(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean skip = name.equals("target")
                            || name.equals("node_modules")
                            || name.startsWith(".") && !name.equals(".github");
                    return skip && !folder.equals(repository())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream()
                .sorted(Comparator.comparing((Path file) -> !file.equals(readme))
                        .thenComparing(Path::toString))
                .map(MarkdownFile::read)
                .toList();
    }

    static MarkdownFile read(Path path) {
        MarkdownFile file = new MarkdownFile(path, new ArrayList<>(), new HashSet<>(), new ArrayList<>());
        try {
            PARSER.parse(Files.readString(path)).accept(file.new Collector());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** The path from the root of the repository, with slashes. */
    String name() {
        return repository().relativize(path).toString().replace('\\', '/');
    }

    private final class Collector extends AbstractVisitor {

        private final Map<String, Integer> headings = new HashMap<>();

        @Override
        public void visit(Heading heading) {
            String slug = textOf(heading)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                    .replace(' ', '-');
            int earlier = headings.merge(slug, 1, Integer::sum) - 1;
            anchors.add(earlier == 0 ? slug : slug + "-" + earlier);
            visitChildren(heading);
        }

        @Override
        public void visit(Link link) {
            links.add(new Target(line(link), textOf(link), link.getDestination()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            links.add(new Target(line(image), textOf(image), image.getDestination()));
        }

        @Override
        public void visit(FencedCodeBlock block) {
            blocks.add(new Block(line(block), block.getInfo().trim(), block.getLiteral()));
        }
    }

    private static int line(Node node) {
        return node.getSourceSpans().get(0).getLineIndex() + 1;
    }

    private static String textOf(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }
}
