package io.github.viewtally.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Lays out all that is deployed: the two templates, and the jar under the name that the first one has for it. */
public final class PackageMain {

    private PackageMain() {}

    /** Takes the folder of the templates, the packaged functions, and the folder to write to. */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("wanted: TEMPLATES-FOLDER AGGREGATORS-JAR TARGET-FOLDER");
        }
        write(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    }

    static void write(Path templates, Path jar, Path target) throws IOException {
        Files.createDirectories(target);
        deleteJars(target);
        PackagedTemplate packaged =
                PackagedTemplate.of(Files.readString(templates.resolve("template.yaml")), Files.readAllBytes(jar));
        Files.writeString(target.resolve("template.yaml"), packaged.text());
        Files.copy(templates.resolve("api.yaml"), target.resolve("api.yaml"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(jar, target.resolve(packaged.codeFile()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Those of earlier builds, so that one is left to upload. */
    private static void deleteJars(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.delete(jar);
            }
        }
    }
}
