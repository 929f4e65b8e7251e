package io.github.viewtally.infrastructure;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The packaged data stack without resources that emulators do not support and that counting does not need. All conditions are
 * true, because moto ignores conditions in change sets.
 */
record ReducedStack(Map<String, Object> template) {

    private static final Set<String> UNSUPPORTED = Set.of(
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::ECR::Repository",
            "AWS::KMS::Key",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy");
    private static final String ALIAS = "AWS::Lambda::Alias";
    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";

    static ReducedStack of(Map<String, Object> packaged) {
        Map<String, Object> parameters = new LinkedHashMap<>(Stack.map(packaged.get("Parameters")));
        parameters.keySet().removeIf(name -> name.contains("Alarm"));
        Map<String, Object> reduced = new LinkedHashMap<>(packaged);
        reduced.put("Parameters", parameters);
        reduced.remove("Conditions");
        reduced.remove("Outputs");
        return new ReducedStack(reduced).without(UNSUPPORTED).withConditionsTrue();
    }

    private ReducedStack withConditionsTrue() {
        Map<String, Object> rewritten = Stack.map(
                rewritten(template, map -> map.get("Fn::If") instanceof List<?> branches ? branches.get(1) : map));
        Map<String, Object> resources = new LinkedHashMap<>();
        Stack.map(rewritten.get("Resources")).forEach((id, resource) -> {
            Map<String, Object> unconditional = new LinkedHashMap<>(Stack.map(resource));
            unconditional.remove("Condition");
            resources.put(id, unconditional);
        });
        rewritten.put("Resources", resources);
        return new ReducedStack(rewritten);
    }

    /** Removes the event source mappings. */
    ReducedStack withoutMappings() {
        return without(Set.of(MAPPING));
    }

    /** Replaces the aliases by the functions. */
    ReducedStack withoutAliases() {
        Map<Object, Object> functions = new LinkedHashMap<>();
        new Stack("reduced", template)
                .ofType(ALIAS)
                .forEach((id, alias) -> functions.put(Map.of("Ref", id), alias.get("FunctionName")));
        Map<String, Object> rewritten = Stack.map(rewritten(template, map -> functions.getOrDefault(map, map)));
        return new ReducedStack(rewritten).without(Set.of(ALIAS));
    }

    private ReducedStack without(Set<String> types) {
        Map<String, Object> resources = new LinkedHashMap<>(Stack.map(template.get("Resources")));
        resources
                .values()
                .removeIf(resource -> types.contains(Stack.map(resource).get("Type")));
        Map<String, Object> reduced = new LinkedHashMap<>(template);
        reduced.put("Resources", resources);
        return new ReducedStack(reduced);
    }

    /** The type of each resource. */
    List<String> resourceTypes() {
        return Stack.map(template.get("Resources")).values().stream()
                .map(resource -> String.valueOf(Stack.map(resource).get("Type")))
                .toList();
    }

    /** The template as JSON. {@code Fn::GetAtt} has a list there, as JSON templates require. */
    String json() {
        return new JsonObject(Stack.map(rewritten(template, ReducedStack::withAttributeAsList))).encode();
    }

    private static Object withAttributeAsList(Map<String, Object> map) {
        return map.get("Fn::GetAtt") instanceof String attribute
                ? Map.of("Fn::GetAtt", List.of(attribute.split("\\.", 2)))
                : map;
    }

    /** Copies a value and replaces each map by the function's result, inner maps first. */
    private static Object rewritten(Object value, Function<Map<String, Object>, Object> change) {
        if (value instanceof Map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            Stack.map(value).forEach((key, nested) -> copy.put(key, rewritten(nested, change)));
            return change.apply(copy);
        }
        return value instanceof List<?> list
                ? list.stream().map(nested -> rewritten(nested, change)).toList()
                : value;
    }
}
