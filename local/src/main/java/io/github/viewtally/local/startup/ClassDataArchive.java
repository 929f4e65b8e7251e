package io.github.viewtally.local.startup;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An archive of the classes that a Java program loads, from which it starts in less time (class-data sharing, JEP 310 and
 * JEP 350). The first run of a program makes the archive when it ends. Later runs use it, until the class path or the JDK
 * changes. Several programs may use one archive at the same time.
 */
public final class ClassDataArchive {

    /** The system property with the folder of all archives. If it is not set, there are none. */
    public static final String FOLDER = "viewtally.class-data";

    /** Exit codes after a complete archive: the end of the program, SIGINT and SIGTERM. */
    private static final Set<Integer> COMPLETE = Set.of(0, 130, 143);

    /** A shorter run has not loaded all classes yet. */
    private static final Duration SHORTEST_RUN = Duration.ofSeconds(10);

    private final Optional<Path> archive;
    private final Path beingMade;
    private final Instant start = Instant.now();

    private final Duration shortestRun;

    private ClassDataArchive(Optional<Path> archive, Duration shortestRun) {
        this.archive = archive;
        this.shortestRun = shortestRun;
        this.beingMade = Path.of(archive.map(Path::toString).orElse("") + "." + UUID.randomUUID());
    }

    /**
     * Returns the archive of a program, which need not exist yet. There is none if the class path has a folder of classes,
     * because the JDK cannot archive those.
     *
     * @param program part of the file's name
     * @param classPath of jars
     */
    public static ClassDataArchive of(String program, String classPath) {
        return of(program, classPath, SHORTEST_RUN);
    }

    static ClassDataArchive of(String program, String classPath, Duration shortestRun) {
        String folder = System.getProperty(FOLDER);
        try {
            Optional<Set<String>> files = folder == null ? Optional.empty() : files(classPath);
            Optional<Path> archive = files.map(found -> Path.of(folder, program + "-" + hash(found) + ".jsa"));
            return new ClassDataArchive(archive, shortestRun);
        } catch (IOException e) {
            return new ClassDataArchive(Optional.empty(), shortestRun);
        }
    }

    /** Describes all files of a class path; empty if it has a folder of classes. */
    private static Optional<Set<String>> files(String classPath) throws IOException {
        Set<String> files = new TreeSet<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            files.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
        return Optional.of(files);
    }

    private static String hash(Set<String> files) {
        String key = System.getProperty("java.home") + System.getProperty("java.vm.version") + files;
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The options of the JVM that use the archive, or make it. The JVM prints no messages about it. */
    public List<String> options() {
        if (archive.isEmpty()) {
            return List.of();
        }
        String option = Files.exists(archive.get())
                ? "-XX:SharedArchiveFile=" + archive.get()
                : "-XX:ArchiveClassesAtExit=" + prepared(archive.get());
        return List.of(option, "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /** Removes the archives of earlier builds. */
    private Path prepared(Path file) {
        String program = file.getFileName().toString().replaceFirst("-.*", "-");
        try {
            Files.createDirectories(file.getParent());
            try (Stream<Path> files = Files.list(file.getParent())) {
                files.filter(old -> old.getFileName().toString().startsWith(program))
                        .forEach(ClassDataArchive::delete);
            }
        } catch (IOException e) {
            // The JVM cannot write the archive either, and starts without one.
        }
        return beingMade;
    }

    /**
     * Makes the archive available for later runs, unless this run was shorter than ten seconds. Call it when the program
     * has ended.
     *
     * @param exitCode of the program; after a crash, the archive may be incomplete and is removed
     */
    public void keep(int exitCode) {
        if (archive.isEmpty() || !Files.exists(beingMade)) {
            return;
        }
        try {
            if (COMPLETE.contains(exitCode) && Instant.now().isAfter(start.plus(shortestRun))) {
                Files.move(beingMade, archive.get());
            } else {
                delete(beingMade);
            }
        } catch (IOException e) {
            // Another run has just made the same archive.
            delete(beingMade);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It costs only its place on the disk.
        }
    }
}
