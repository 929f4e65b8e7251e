package io.github.viewtally.api.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The variables of an environment, each asked for with its default and its meaning. What cannot be used is collected, so
 * that {@link #check} names all of it at once; what has been asked for is remembered, so that {@link #help} can list it.
 */
public final class Settings {

    private static final String OFF = "off";

    private record Variable(String otherwise, String meaning) {}

    private final Map<String, String> env;
    private final Map<String, Variable> asked = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    public Settings(Map<String, String> env) {
        this.env = env;
    }

    /** A text; blank is taken for not set. */
    public String text(String name, String otherwise, String meaning) {
        return read(name, otherwise, Function.identity(), "a text", meaning).orElse(otherwise);
    }

    /** A whole number within bounds. */
    public int integer(String name, int otherwise, int least, int most, String meaning) {
        return read(
                        name,
                        Integer.toString(otherwise),
                        text -> bounded(Integer.parseInt(text), least, most),
                        "a whole number from " + least + " to " + most,
                        meaning)
                .orElse(otherwise);
    }

    /** A whole number within bounds; empty if it is not set. */
    public Optional<Integer> optionalInteger(String name, int least, int most, String meaning) {
        return optional(
                name,
                text -> bounded(Integer.parseInt(text), least, most),
                "a whole number from " + least + " to " + most,
                meaning);
    }

    /** A port; 0 stands for any free one. */
    public int port(String name, int otherwise, String meaning) {
        return read(
                        name,
                        Integer.toString(otherwise),
                        text -> bounded(Integer.parseInt(text), 0, 65_535),
                        "a port from 0 to 65535",
                        meaning)
                .orElse(otherwise);
    }

    /** A port, 0 for any free one, or {@code off}; empty for off. */
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

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise, String meaning) {
        return read(name, Boolean.toString(otherwise), Settings::truth, "true or false", meaning)
                .orElse(otherwise);
    }

    /** An http or https URL; empty if it is not set. */
    public Optional<URI> url(String name, String meaning) {
        return optional(name, Settings::httpUri, "an http or https URL", meaning);
    }

    /**
     * A value of any kind; empty if it is not set.
     *
     * @param parse throws an IllegalArgumentException for a text that cannot be used
     * @param rule what the text must be
     */
    public <T> Optional<T> optional(String name, Function<String, T> parse, String rule, String meaning) {
        return read(name, "", parse, rule, meaning);
    }

    private <T> Optional<T> read(
            String name, String otherwise, Function<String, T> parse, String rule, String meaning) {
        asked.put(name, new Variable(otherwise, meaning));
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

    /** Says what else is wrong, such as two settings that do not go together. */
    public void addFault(String fault) {
        faults.add(fault);
    }

    /**
     * To be called when everything has been asked for.
     *
     * @throws IllegalArgumentException naming every variable whose value cannot be used
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** Every variable that has been asked for, with its default and its meaning. */
    public String help() {
        StringBuilder help = new StringBuilder("Environment variables, all optional:\n\n");
        asked.forEach((name, variable) -> {
            help.append("  ").append(name);
            if (!variable.otherwise.isEmpty()) {
                help.append("  (default: ").append(variable.otherwise).append(')');
            }
            help.append("\n      ").append(variable.meaning).append('\n');
        });
        return help.toString();
    }

    private static int bounded(int number, int least, int most) {
        if (number < least || number > most) {
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
