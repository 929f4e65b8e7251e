package io.github.viewtally.local.stack;

import io.github.viewtally.local.startup.StartupException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The properties of one resource, with references resolved. Every property must be read: {@link #requireAllRead} fails if
 * a property of the template was not read, because the local system would ignore it.
 */
final class Properties {

    private final String path;
    private final Map<String, Object> values;
    private final Set<String> read = new HashSet<>();

    Properties(String path, Map<String, Object> values) {
        this.path = path;
        this.values = values;
    }

    /** Returns a property, which counts as read. */
    Optional<Object> value(String name) {
        read.add(name);
        return Optional.ofNullable(values.get(name));
    }

    String text(String name) {
        return value(name).map(String::valueOf).orElseThrow(() -> new StartupException(path + " lacks " + name));
    }

    int number(String name, int defaultValue) {
        Optional<Object> value = value(name);
        try {
            return value.map(number -> Integer.parseInt(number.toString())).orElse(defaultValue);
        } catch (NumberFormatException e) {
            throw new StartupException(path + "." + name + " is not a number: " + value.get());
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

    /** Fails unless the property is absent or has the only supported value. */
    void requireValue(String name, Object supported) {
        value(name)
                .filter(value -> !value.toString().equals(supported.toString()))
                .ifPresent(value -> {
                    throw new StartupException(
                            path + "." + name + " is " + value + ", and the local system supports only " + supported);
                });
    }

    /** Skips properties that matter on AWS only and do not change what is counted or when. */
    void ignore(String... names) {
        read.addAll(List.of(names));
    }

    /** Fails if the template has a property that was not read. Call it last. */
    void requireAllRead() {
        values.keySet().stream()
                .filter(name -> !read.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new StartupException(
                            "the template has a property that the local system does not support: " + path + "." + name);
                });
    }

    @SuppressWarnings("unchecked")
    private static Properties of(String path, Object element) {
        if (!(element instanceof Map)) {
            throw new StartupException(path + " must be a map, and is: " + element);
        }
        return new Properties(path, (Map<String, Object>) element);
    }
}
