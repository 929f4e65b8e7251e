package io.github.viewtally.infrastructure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** A template with methods to look things up in it. */
record Stack(String file, Map<String, Object> template) {

    static final Stack DATA = new Stack("template.yaml", TemplateReader.readOwn("template.yaml"));
    static final Stack API = new Stack("api.yaml", TemplateReader.readOwn("api.yaml"));
    static final List<Stack> ALL = List.of(DATA, API);

    /** What {@code Ref} may name besides parameters and resources. */
    static final List<String> PSEUDO_PARAMETERS = List.of(
            "AWS::AccountId", "AWS::NoValue", "AWS::Partition", "AWS::Region", "AWS::StackName", "AWS::URLSuffix");

    Map<String, Object> section(String name) {
        return map(template.get(name));
    }

    Map<String, Object> resource(String id) {
        if (!section("Resources").containsKey(id)) {
            throw new AssertionError(file + " has no resource " + id);
        }
        return map(section("Resources").get(id));
    }

    Map<String, Object> properties(String id) {
        return map(resource(id).get("Properties"));
    }

    /** The properties of all resources of a type, by logical id. */
    Map<String, Map<String, Object>> ofType(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        section("Resources").forEach((id, resource) -> {
            if (type.equals(map(resource).get("Type"))) {
                found.put(id, properties(id));
            }
        });
        return found;
    }

    /** Passes every map of the template and its path to the visitor, outer maps first. */
    void walk(BiConsumer<String, Map<String, Object>> visitor) {
        walk(file, template, visitor);
    }

    private static void walk(String path, Object value, BiConsumer<String, Map<String, Object>> visitor) {
        if (value instanceof Map) {
            visitor.accept(path, map(value));
            map(value).forEach((key, nested) -> walk(path + "." + key, nested, visitor));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(path + "[" + i + "]", list.get(i), visitor);
            }
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** Returns a list. CloudFormation and IAM allow a single value instead of a list with one element. */
    static List<Object> list(Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(value));
    }
}
