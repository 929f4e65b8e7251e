package io.github.viewtally.loadgen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the program in a separate process. */
final class LoadgenProcess {
    private LoadgenProcess() {}

    static ProcessBuilder builder(String... arguments) {
        return builder(List.of(), arguments);
    }

    static ProcessBuilder builder(List<String> jvmOptions, String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        command.addAll(jvmOptions);
        command.add(Loadgen.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Starts it with both outputs in one stream. */
    static Process start(String... arguments) throws IOException {
        return builder(arguments).redirectErrorStream(true).start();
    }
}
