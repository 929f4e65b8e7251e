package io.github.viewtally.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Writes the files to deploy: both templates, and the functions' jar under the name that {@code template.yaml} refers to. */
public final class PackageMain {

    private PackageMain() {}

    /**
     * Writes the package.
     *
     * @param args the folder of the templates, the functions' jar, and the target folder
     * @throws IllegalArgumentException if there are not three arguments
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("usage: PackageMain TEMPLATES-FOLDER AGGREGATORS-JAR TARGET-FOLDER");
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

    /** Deletes the jars of earlier builds, so that the folder contains only the jar to upload. */
    private static void deleteJars(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.delete(jar);
            }
        }
    }
}
