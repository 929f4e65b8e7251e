package io.github.viewtally.local;

import io.github.viewtally.local.startup.ClassDataArchive;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs {@link LocalMain} in a separate process. It starts faster than inside Maven, because it uses an archive of classes.
 * The process ends with this one, even if this one is killed.
 */
public final class LocalLauncher {

    /** The system property with the jar of this module. The other jars are those of the class path. */
    private static final String JAR = "viewtally.local.jar";

    /** System properties that the program reads too. */
    private static final List<String> FORWARDED = List.of("viewtally.dynamodb-local.lib", "model");

    /** The JDK from which on the libraries of the AWS client and of Netty cause warnings without {@link #NO_WARNINGS}. */
    private static final int JDK_WITH_WARNINGS = 24;

    private static final List<String> NO_WARNINGS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** Longer than the program needs to stop and to write an archive. */
    private static final int STOP_SECONDS = 40;

    private LocalLauncher() {}

    /** Runs the program with these arguments until it ends, and exits with its code if that is not 0. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String classPath = classPath();
        ClassDataArchive archive = ClassDataArchive.of("system", classPath);
        Process program = new ProcessBuilder(command(classPath, archive, args))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(program, archive), "stop-system"));
        int code = program.waitFor();
        if (code != 0) {
            System.exit(code);
        }
    }

    private static List<String> command(String classPath, ClassDataArchive archive, String[] args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The C1 compiler alone makes the first minute faster on a machine with few cores.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (Runtime.version().feature() >= JDK_WITH_WARNINGS) {
            command.addAll(NO_WARNINGS);
        }
        command.addAll(archive.options());
        FORWARDED.forEach(name -> Optional.ofNullable(System.getProperty(name))
                .ifPresent(value -> command.add("-D" + name + "=" + value)));
        command.add("-D" + LocalMain.ENDS_WITH_INPUT + "=true");
        command.addAll(List.of("-cp", classPath, LocalMain.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    /** The jars of the class path, without folders of classes: those would prevent an archive. */
    private static String classPath() {
        Stream<Path> entries = Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(LocalLauncher::path)
                : Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of);
        return Stream.concat(Stream.of(Path.of(System.getProperty(JAR))), entries)
                .filter(Files::isRegularFile)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The program stops when its input ends. After Ctrl-C in a terminal, it is stopping already. */
    private static void stop(Process program, ClassDataArchive archive) {
        try {
            program.getOutputStream().close();
            if (program.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                archive.keep(program.exitValue());
            } else {
                program.destroyForcibly();
            }
        } catch (IOException e) {
            program.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
