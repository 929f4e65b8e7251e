package io.github.viewtally.api.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads environment variables, each with a default and a description. Faults are collected, so that {@link #check}
 * reports all of them at once. {@link #help} lists all variables that were read.
 */
public final class Settings {

    private static final String OFF = "off";

    private record Variable(String defaultValue, String meaning) {}

    private final Map<String, String> env;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    public Settings(Map<String, String> env) {
        this.env = env;
    }

    /** Returns a string; a blank value counts as not set. */
    public String text(String name, String defaultValue, String meaning) {
        return read(name, defaultValue, Function.identity(), "a text", meaning).orElse(defaultValue);
    }

    /** Returns an integer within bounds. */
    public int integer(String name, int defaultValue, int min, int max, String meaning) {
        return read(
                        name,
                        Integer.toString(defaultValue),
                        text -> bounded(Integer.parseInt(text), min, max),
                        "a whole number from " + min + " to " + max,
                        meaning)
                .orElse(defaultValue);
    }

    /** Returns an integer within bounds; empty if it is not set. */
    public Optional<Integer> optionalInteger(String name, int min, int max, String meaning) {
        return optional(
                name,
                text -> bounded(Integer.parseInt(text), min, max),
                "a whole number from " + min + " to " + max,
                meaning);
    }

    /** Returns a port; 0 for any free one. */
    public int port(String name, int defaultValue, String meaning) {
        return read(
                        name,
                        Integer.toString(defaultValue),
                        text -> bounded(Integer.parseInt(text), 0, 65_535),
                        "a port from 0 to 65535",
                        meaning)
                .orElse(defaultValue);
    }

    /** Returns a port, 0 for any free one; empty for {@code off}. */
    public Optional<Integer> portOrOff(String name, Optional<Integer> defaultValue, String meaning) {
        return this.<Optional<Integer>>read(
                        name,
                        defaultValue.map(String::valueOf).orElse(OFF),
                        text -> text.equals(OFF)
                                ? Optional.empty()
                                : Optional.of(bounded(Integer.parseInt(text), 0, 65_535)),
                        "a port from 0 to 65535, or off",
                        meaning)
                .orElse(defaultValue);
    }

    /** Returns {@code true} or {@code false}. */
    public boolean flag(String name, boolean defaultValue, String meaning) {
        return read(name, Boolean.toString(defaultValue), Settings::truth, "true or false", meaning)
                .orElse(defaultValue);
    }

    /** Returns an http or https URL; empty if it is not set. */
    public Optional<URI> url(String name, String meaning) {
        return optional(name, Settings::httpUri, "an http or https URL", meaning);
    }

    /**
     * Returns a value of any type; empty if it is not set.
     *
     * @param parse throws an IllegalArgumentException for an invalid value
     * @param rule what the value must be
     */
    public <T> Optional<T> optional(String name, Function<String, T> parse, String rule, String meaning) {
        return read(name, "", parse, rule, meaning);
    }

    private <T> Optional<T> read(
            String name, String defaultValue, Function<String, T> parse, String rule, String meaning) {
        variables.put(name, new Variable(defaultValue, meaning));
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(value.trim()));
        } catch (IllegalArgumentException e) {
            addFault(name + " must be " + rule + ", and is: " + value);
            return Optional.empty();
        }
    }

    /** Returns the variables that begin so and are not blank, for a library that reads them itself. */
    public Map<String, String> withPrefix(String prefix) {
        return env.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(prefix)
                        && !variable.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, variable -> variable.getValue().trim()));
    }

    /** Adds a fault, such as two settings that do not fit together. */
    public void addFault(String fault) {
        faults.add(fault);
    }

    /**
     * Checks all settings that were read. Call it after the last one.
     *
     * @throws IllegalArgumentException naming every variable with an invalid value
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** Returns every variable that was read, with its default and description. */
    public String help() {
        StringBuilder help = new StringBuilder("Environment variables, all optional:\n\n");
        variables.forEach((name, variable) -> {
            help.append("  ").append(name);
            if (!variable.defaultValue.isEmpty()) {
                help.append("  (default: ").append(variable.defaultValue).append(')');
            }
            help.append("\n      ").append(variable.meaning).append('\n');
        });
        return help.toString();
    }

    private static int bounded(int number, int min, int max) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(Integer.toString(number));
        }
        return number;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static URI httpUri(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }
}
