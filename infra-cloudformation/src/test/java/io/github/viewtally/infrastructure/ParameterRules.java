package io.github.viewtally.infrastructure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks parameter values by the template's patterns and rules, as CloudFormation does before it creates anything. */
record ParameterRules(Stack stack, Map<String, String> given) {

    /** Descriptions of all violations; empty if the values are accepted. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        stack.section("Parameters").forEach((name, declared) -> {
            Object pattern = Stack.map(declared).get("AllowedPattern");
            if (pattern != null && !value(name).matches(pattern.toString())) {
                violations.add(name + " does not match");
            }
            List<Object> allowed = Stack.list(Stack.map(declared).getOrDefault("AllowedValues", List.of(value(name))));
            if (allowed.stream().map(String::valueOf).noneMatch(value(name)::equals)) {
                violations.add(name + " is not allowed");
            }
        });
        for (Object rule : stack.section("Rules").values()) {
            if (isTrue(Stack.map(rule).get("RuleCondition"))) {
                Stack.list(Stack.map(rule).get("Assertions")).stream()
                        .map(Stack::map)
                        .filter(assertion -> !isTrue(assertion.get("Assert")))
                        .forEach(assertion -> violations.add(String.valueOf(assertion.get("AssertDescription"))));
            }
        }
        return violations;
    }

    private String value(String name) {
        Map<String, Object> declared = Stack.map(stack.section("Parameters").get(name));
        return given.getOrDefault(name, String.valueOf(declared.getOrDefault("Default", "")));
    }

    private boolean isTrue(Object expression) {
        Map.Entry<String, Object> function =
                Stack.map(expression).entrySet().iterator().next();
        List<Object> arguments = Stack.list(function.getValue());
        return switch (function.getKey()) {
            case "Fn::Not" -> !isTrue(arguments.get(0));
            case "Fn::And" -> arguments.stream().allMatch(this::isTrue);
            case "Fn::Or" -> arguments.stream().anyMatch(this::isTrue);
            case "Fn::Equals" -> text(arguments.get(0)).equals(text(arguments.get(1)));
            case "Fn::Contains" ->
                List.of(text(arguments.get(0)).split(",", -1)).contains(text(arguments.get(1)));
            default -> throw new AssertionError("rules do not support " + function.getKey());
        };
    }

    private String text(Object value) {
        return value instanceof Map ? value(String.valueOf(Stack.map(value).get("Ref"))) : String.valueOf(value);
    }
}
