package io.github.viewtally.benchmarks.profiling;

import io.github.viewtally.benchmarks.profiling.AsyncProfiler.SampledStack;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A frame of a flame graph: a method below which the same methods are, and the samples in it and in what it called. */
final class Frame {

    private final String name;
    private final Map<String, Frame> calls = new TreeMap<>();
    private long samples;

    private Frame(String name) {
        this.name = name;
    }

    /** Merges stacks. */
    static Frame of(List<SampledStack> stacks) {
        Frame root = new Frame("all");
        for (SampledStack stack : stacks) {
            Frame frame = root;
            frame.samples += stack.samples();
            for (String method : stack.frames()) {
                frame = frame.calls.computeIfAbsent(method, Frame::new);
                frame.samples += stack.samples();
            }
        }
        return root;
    }

    String name() {
        return name;
    }

    long samples() {
        return samples;
    }

    /** Returns the frames that it called, by name. */
    Collection<Frame> calls() {
        return calls.values();
    }
}
