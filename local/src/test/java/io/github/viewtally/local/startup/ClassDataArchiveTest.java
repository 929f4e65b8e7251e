package io.github.viewtally.local.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.testsupport.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It sets a system property.")
class ClassDataArchiveTest {

    @TempDir
    private Path folder;

    private Path jar;
    private Path archives;

    /** A program that prints from where its class was loaded. */
    public static final class Greeting {
        public static void main(String[] args) {
            System.out.println("hello");
        }
    }

    @BeforeEach
    void makeJar() throws IOException {
        archives = folder.resolve("archives");
        System.setProperty(ClassDataArchive.FOLDER, archives.toString());
        jar = folder.resolve("program.jar");
        writeJar("1");
    }

    @AfterEach
    void reset() {
        System.clearProperty(ClassDataArchive.FOLDER);
    }

    @Test
    void aSecondRunLoadsItsClassesFromTheArchiveOfTheFirst() throws Exception {
        ClassDataArchive first = archive(Duration.ZERO);
        assertThat(run(first)).isEqualTo("hello\n");
        first.keep(0);

        ClassDataArchive second = archive(Duration.ZERO);
        assertThat(second.options()).first().asString().startsWith("-XX:SharedArchiveFile=");
        assertThat(run(second)).isEqualTo("hello\n");
        assertThat(run(second, "-Xlog:class+load:stdout")).containsPattern("Greeting source: shared objects file");
    }

    @Test
    void aRunThatFailsOrIsShortLeavesNoArchive() throws Exception {
        ClassDataArchive failed = archive(Duration.ZERO);
        run(failed);
        failed.keep(137);
        ClassDataArchive brief = archive(Duration.ofMinutes(1));
        run(brief);
        brief.keep(0);
        try (Stream<Path> files = Files.list(archives)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aChangedJarGetsANewArchiveInPlaceOfTheOld() throws Exception {
        ClassDataArchive first = archive(Duration.ZERO);
        run(first);
        first.keep(0);
        writeJar("22");
        ClassDataArchive changed = archive(Duration.ZERO);
        assertThat(run(changed)).isEqualTo("hello\n");
        changed.keep(143);
        try (Stream<Path> files = Files.list(archives)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void thereIsNoArchiveWithAFolderOfClassesOrWithoutAPlaceForIt() {
        assertThat(ClassDataArchive.of("a", folder.toString()).options()).isEmpty();
        System.clearProperty(ClassDataArchive.FOLDER);
        assertThat(ClassDataArchive.of("a", jar.toString()).options()).isEmpty();
    }

    private ClassDataArchive archive(Duration shortestRun) {
        return ClassDataArchive.of("greeting", jar.toString(), shortestRun);
    }

    private String run(ClassDataArchive archive, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(archive.options());
        command.addAll(List.of(more));
        command.addAll(List.of("-cp", jar.toString(), Greeting.class.getName()));
        return Programs.run(folder, Duration.ofMinutes(1), command.toArray(String[]::new));
    }

    private void writeJar(String comment) throws IOException {
        String name = Greeting.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                InputStream greeting = ClassDataArchiveTest.class.getResourceAsStream("/" + name)) {
            out.setComment(comment);
            out.putNextEntry(new JarEntry(name));
            greeting.transferTo(out);
        }
    }
}
