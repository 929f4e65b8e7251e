package io.github.viewtally.benchmarks.profiling;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Samples the stacks of another JVM by its processor time. async-profiler runs from a jar that brings its native library. */
final class AsyncProfiler {

    /**
     * A stack of a profile.
     *
     * @param frames the methods, the outermost first
     * @param samples how often the stack was seen
     */
    record SampledStack(List<String> frames, long samples) {

        /** The address of a lambda's class differs in each run. */
        private static final Pattern LAMBDA_ADDRESS = Pattern.compile("(\\$\\$Lambda)([.$/](0x[0-9a-f]+|[0-9]+))+");

        /** Reads a line of collapsed stacks, such as {@code a;b;c 12}. */
        static SampledStack parse(String line) {
            int end = line.lastIndexOf(' ');
            List<String> frames = Stream.of(line.substring(0, end).split(";"))
                    .map(frame -> LAMBDA_ADDRESS.matcher(frame).replaceAll("$1"))
                    .toList();
            return new SampledStack(frames, Long.parseLong(line.substring(end + 1)));
        }
    }

    /** Lets async-profiler attribute time to methods that were inlined. */
    static final List<String> JVM_OPTIONS = List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

    private static final String COMPILER = "CompileBroker::";
    private static final String JAR = System.getProperty("bench.profiler", "");

    private final Process process;
    private final Path stacks;

    private AsyncProfiler(Process process, Path stacks) {
        this.process = process;
        this.stacks = stacks;
    }

    /** Starts to sample a JVM for some time. */
    static AsyncProfiler start(long pid, Duration length) throws IOException {
        if (!Files.isRegularFile(Path.of(JAR))) {
            throw new IOException("the flame graphs need async-profiler: run them with mvn -Pbenchmarks");
        }
        Path stacks = Files.createTempFile("stacks", ".collapsed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        JAR,
                        "profiler",
                        "-e",
                        "cpu",
                        "-i",
                        "1ms",
                        "-d",
                        Long.toString(length.toSeconds()),
                        "-o",
                        "collapsed",
                        "-f",
                        stacks.toString(),
                        Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.INHERIT)
                .start();
        return new AsyncProfiler(process, stacks);
    }

    /** Waits for the end and returns the stacks, without those of the JIT compiler, whose work ends at some time. */
    List<SampledStack> stacks() throws IOException, InterruptedException {
        if (process.waitFor() != 0) {
            throw new IOException("async-profiler has failed");
        }
        List<SampledStack> sampled = Files.readAllLines(stacks).stream()
                .filter(line -> !line.contains(COMPILER))
                .map(SampledStack::parse)
                .toList();
        Files.delete(stacks);
        return sampled;
    }
}
