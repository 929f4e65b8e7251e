package io.github.viewtally.local.stack;

import io.github.viewtally.infrastructure.TemplateReader;
import io.github.viewtally.local.startup.StartupException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The table, the mappings and the functions of the CloudFormation template. A property that the local system does not
 * support is an error, so that the local system behaves like the deployed one.
 */
public record StackTemplate(TableSettings table, List<MappingSettings> mappings, List<FunctionSettings> functions) {

    /** Resource types that the local system ignores: permissions, keys, alarms, logs, packages. */
    private static final Set<String> IGNORED_TYPES = Set.of(
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::ECR::Repository",
            "AWS::Events::Rule",
            "AWS::IAM::Role",
            "AWS::KMS::Key",
            "AWS::Lambda::Permission",
            "AWS::Logs::LogGroup",
            "AWS::S3::Bucket",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy");

    /**
     * Reads the project's own template.
     *
     * @param parameters values of the template's parameters; the others have their defaults
     * @throws StartupException if the template has something that is not supported
     */
    public static StackTemplate load(Map<String, String> parameters) {
        return new Resolver(TemplateReader.readOwn("template.yaml"), parameters).resolve();
    }

    /** Reads a template from a stream. Does not close the stream. */
    public static StackTemplate read(InputStream yaml, Map<String, String> parameters) {
        try {
            return new Resolver(TemplateReader.read(yaml), parameters).resolve();
        } catch (YAMLException e) {
            throw new StartupException("the template is not valid YAML: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /** Returns the function that a mapping invokes through its alias. */
    public FunctionSettings functionOf(MappingSettings mapping) {
        return functions.stream()
                .filter(function -> function.name().equals(mapping.functionName()))
                .findFirst()
                .orElseThrow(
                        () -> new StartupException(mapping.name() + " invokes a function that is not in the template"));
    }

    /** Replaces references by values. A value that only AWS knows becomes its name, like {@code Table.StreamArn}. */
    private static final class Resolver {

        private final Map<String, Object> resources;
        private final Map<String, Object> parameters = new HashMap<>();
        private final Set<Object> read = new HashSet<>();

        Resolver(Map<String, Object> template, Map<String, String> given) {
            resources = map(template.get("Resources"));
            Map<String, Object> declared = map(template.get("Parameters"));
            given.keySet().stream().filter(name -> !declared.containsKey(name)).forEach(name -> {
                throw new StartupException("the template has no parameter " + name);
            });
            declared.forEach((name, parameter) -> parameters.put(name, parameter(name, map(parameter), given)));
        }

        /** Returns the value of a parameter; its name if it has neither a value nor a default. */
        private static String parameter(String name, Map<String, Object> declared, Map<String, String> given) {
            Object value = given.containsKey(name) ? given.get(name) : declared.getOrDefault("Default", name);
            if ("Number".equals(declared.get("Type")) && !isWithin(value.toString(), declared)) {
                throw new StartupException("the template's parameter " + name + " must be a number from "
                        + declared.get("MinValue") + " to " + declared.get("MaxValue") + ", and is: " + value);
            }
            return value.toString();
        }

        private static boolean isWithin(String value, Map<String, Object> declared) {
            try {
                long number = Long.parseLong(value);
                Object min = declared.getOrDefault("MinValue", Long.MIN_VALUE);
                Object max = declared.getOrDefault("MaxValue", Long.MAX_VALUE);
                return number >= Long.parseLong(min.toString()) && number <= Long.parseLong(max.toString());
            } catch (NumberFormatException e) {
                return false;
            }
        }

        StackTemplate resolve() {
            List<TableSettings> tables = ofType("AWS::DynamoDB::Table").values().stream()
                    .map(TableSettings::of)
                    .toList();
            if (tables.size() != 1) {
                throw new StartupException("the template must have one table, and has " + tables.size());
            }
            Map<String, String> versions =
                    named("AWS::Lambda::Version", (name, version) -> FunctionSettings.nameOfVersion(version));
            Map<String, String> aliases =
                    named("AWS::Lambda::Alias", (name, alias) -> FunctionSettings.nameOfAlias(name, alias, versions));
            StackTemplate stack = new StackTemplate(
                    tables.get(0),
                    ofType("AWS::Lambda::EventSourceMapping").entrySet().stream()
                            .map(mapping -> MappingSettings.of(mapping.getKey(), mapping.getValue(), aliases))
                            .toList(),
                    ofType("AWS::Lambda::Function").entrySet().stream()
                            .map(function -> FunctionSettings.of(function.getKey(), function.getValue()))
                            .toList());
            requireKnownTypes();
            return stack;
        }

        private Map<String, Properties> ofType(String type) {
            Map<String, Properties> found = new TreeMap<>();
            resources.forEach((name, resource) -> {
                if (type.equals(map(resource).get("Type"))) {
                    // Other entries of a resource, such as Condition, are not supported.
                    Properties whole = new Properties(name, map(resource));
                    whole.ignore("Type", "Properties", "DeletionPolicy", "UpdateReplacePolicy");
                    whole.requireAllRead();
                    found.put(name, new Properties(name, map(value(map(resource).get("Properties")))));
                }
            });
            read.add(type);
            return found;
        }

        private Map<String, String> named(String type, BiFunction<String, Properties, String> reading) {
            Map<String, String> found = new HashMap<>();
            ofType(type).forEach((name, properties) -> found.put(name, reading.apply(name, properties)));
            return found;
        }

        private void requireKnownTypes() {
            resources.forEach((name, resource) -> {
                Object type = map(resource).get("Type");
                if (!read.contains(type) && !IGNORED_TYPES.contains(type)) {
                    throw new StartupException("the template has a resource that the local system does not support: "
                            + name + ", " + type);
                }
            });
        }

        private Object value(Object raw) {
            if (raw instanceof List<?> list) {
                return list.stream().map(this::value).toList();
            }
            if (!(raw instanceof Map)) {
                return raw;
            }
            Map<String, Object> map = map(raw);
            if (map.size() == 1) {
                Optional<Object> reference = reference(map);
                if (reference.isPresent()) {
                    return reference.get();
                }
            }
            Map<String, Object> resolved = new HashMap<>();
            map.forEach((name, nested) -> resolved.put(name, value(nested)));
            return resolved;
        }

        private Optional<Object> reference(Map<String, Object> map) {
            if (map.get("Ref") instanceof String name) {
                return Optional.of(parameters.getOrDefault(name, name));
            }
            Object attribute = map.get("Fn::GetAtt");
            if (attribute instanceof List<?> parts) {
                return Optional.of(
                        String.join(".", parts.stream().map(String::valueOf).toList()));
            }
            return Optional.ofNullable(attribute);
        }

        @SuppressWarnings("unchecked")
        private static Map<String, Object> map(Object value) {
            return value == null ? Map.of() : (Map<String, Object>) value;
        }
    }
}
