package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The properties of one resource, resolved, each to be asked for: what nobody has asked for by the end is a property
 * that would be ignored here and honoured on AWS, and so an error.
 */
final class Properties {

    private final String path;
    private final Map<String, Object> values;
    private final Set<String> asked = new HashSet<>();

    Properties(String path, Map<String, Object> values) {
        this.path = path;
        this.values = values;
    }

    Optional<Object> value(String name) {
        asked.add(name);
        return Optional.ofNullable(values.get(name));
    }

    String text(String name) {
        return value(name).map(String::valueOf).orElseThrow(() -> new StartupException(path + " lacks " + name));
    }

    int number(String name, int otherwise) {
        Optional<Object> value = value(name);
        try {
            return value.map(number -> Integer.parseInt(number.toString())).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new StartupException(path + "." + name + " is no number: " + value.get());
        }
    }

    @SuppressWarnings("unchecked")
    List<Object> list(String name) {
        return (List<Object>) value(name)
                .filter(List.class::isInstance)
                .orElseThrow(() -> new StartupException(path + " lacks the list " + name));
    }

    Properties nested(String name) {
        return of(path + "." + name, value(name).orElse(Map.of()));
    }

    List<Properties> nestedList(String name) {
        return list(name).stream()
                .map(element -> of(path + "." + name, element))
                .toList();
    }

    /** The one value that can be honoured here, or nothing at all. */
    void only(String name, Object honoured) {
        value(name)
                .filter(value -> !value.toString().equals(honoured.toString()))
                .ifPresent(value -> {
                    throw new StartupException(
                            path + "." + name + " is " + value + ", and local can honour only " + honoured);
                });
    }

    /** Properties that matter on AWS alone, and change nothing of what is counted or when. */
    void deploymentOnly(String... names) {
        asked.addAll(List.of(names));
    }

    /** To be called when all has been read. */
    void nothingElse() {
        values.keySet().stream()
                .filter(name -> !asked.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new StartupException(
                            "the template has a property that local cannot honour: " + path + "." + name);
                });
    }

    @SuppressWarnings("unchecked")
    private static Properties of(String path, Object element) {
        if (!(element instanceof Map)) {
            throw new StartupException(path + " should be a map, and is: " + element);
        }
        return new Properties(path, (Map<String, Object>) element);
    }
}
