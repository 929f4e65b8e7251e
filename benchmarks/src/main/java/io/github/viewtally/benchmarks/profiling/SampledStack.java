package io.github.viewtally.benchmarks.profiling;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
