package io.github.viewtally.infrastructure;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The methods and string constants of a compiled class, from its constant pool (Java Virtual Machine Specification, 4.4).
 *
 * @param methods the called methods as {@code package.Class.method}
 * @param texts the string constants
 */
record ClassCalls(Set<String> methods, Set<String> texts) {

    private static final int MAGIC = 0xCAFEBABE;

    /** Reads the included classes of the folder or jar that contains a class. */
    static List<ClassCalls> ofProgram(Class<?> anyClass, Predicate<String> included) {
        URI location = URI.create(
                anyClass.getProtectionDomain().getCodeSource().getLocation().toString());
        Path path = Path.of(location);
        try {
            if (Files.isDirectory(path)) {
                return ofFolder(path, included);
            }
            try (FileSystem jar = FileSystems.newFileSystem(path)) {
                return ofFolder(jar.getPath("/"), included);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ClassCalls> ofFolder(Path folder, Predicate<String> included) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> included.test(
                            folder.relativize(file).toString().replace('/', '.').replace(".class", "")))
                    .map(ClassCalls::ofFile)
                    .toList();
        }
    }

    private static ClassCalls ofFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(new DataInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassCalls of(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.readInt();
        Map<Integer, String> utf8 = new HashMap<>();
        Map<Integer, Integer> references = new HashMap<>();
        Map<Integer, int[]> pairs = new HashMap<>();
        Set<Integer> methods = new TreeSet<>();
        Set<Integer> strings = new TreeSet<>();
        int count = in.readUnsignedShort();
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> utf8.put(index, in.readUTF());
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    index++;
                }
                case 7, 16, 19, 20 -> references.put(index, in.readUnsignedShort());
                case 8 -> {
                    references.put(index, in.readUnsignedShort());
                    strings.add(index);
                }
                case 9, 12, 17, 18 -> pairs.put(index, pair(in));
                case 10, 11 -> {
                    pairs.put(index, pair(in));
                    methods.add(index);
                }
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        Set<String> names = new TreeSet<>();
        for (int method : methods) {
            String owner = utf8.get(references.get(pairs.get(method)[0]));
            String name = utf8.get(pairs.get(pairs.get(method)[1])[0]);
            names.add(owner.replace('/', '.') + "." + name);
        }
        Set<String> texts = new TreeSet<>();
        strings.forEach(index -> texts.add(utf8.get(references.get(index))));
        return new ClassCalls(names, texts);
    }

    private static int[] pair(DataInputStream in) throws IOException {
        return new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
    }
}
