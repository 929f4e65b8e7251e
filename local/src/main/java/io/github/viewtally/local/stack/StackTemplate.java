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
 * What the CloudFormation template says of table, mappings and functions. A property that this program does not know how
 * to honour is an error, so that what runs here is what deploys there.
 */
public record StackTemplate(TableSettings table, List<MappingSettings> mappings, List<FunctionSettings> functions) {

    /** Types of resources that have no meaning on one machine: permissions, keys, alarms, logs, packages. */
    private static final Set<String> NOTHING_TO_DO = Set.of(
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::ECR::Repository",
            "AWS::IAM::Role",
            "AWS::KMS::Key",
            "AWS::Logs::LogGroup",
            "AWS::S3::Bucket",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy");

    /**
     * Reads the project's own template.
     *
     * @param parameters values for the template's parameters, over their defaults
     * @throws StartupException if something in it cannot be honoured
     */
    public static StackTemplate load(Map<String, String> parameters) {
        return new Resolver(TemplateReader.readOwn("template.yaml"), parameters).resolve();
    }

    /** Reads a template from a stream, which stays open. */
    public static StackTemplate read(InputStream yaml, Map<String, String> parameters) {
        try {
            return new Resolver(TemplateReader.read(yaml), parameters).resolve();
        } catch (YAMLException e) {
            throw new StartupException("the template is no valid YAML: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /** The function that a mapping invokes: that of its alias, whose version is here always the code at hand. */
    public FunctionSettings functionOf(MappingSettings mapping) {
        return functions.stream()
                .filter(function -> function.name().equals(mapping.functionName()))
                .findFirst()
                .orElseThrow(() -> new StartupException(mapping.name() + " names no function of the template"));
    }

    /** Puts values in the place of references; what only AWS can know stays as its name, like {@code Table.StreamArn}. */
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

        /** Without a default and not given, a parameter stays as its name: only AWS needs it, or its reader says so. */
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
                Object least = declared.getOrDefault("MinValue", Long.MIN_VALUE);
                Object most = declared.getOrDefault("MaxValue", Long.MAX_VALUE);
                return number >= Long.parseLong(least.toString()) && number <= Long.parseLong(most.toString());
            } catch (NumberFormatException e) {
                return false;
            }
        }

        StackTemplate resolve() {
            List<TableSettings> tables = ofType("AWS::DynamoDB::Table").values().stream()
                    .map(TableSettings::of)
                    .toList();
            if (tables.size() != 1) {
                throw new StartupException("the template should have one table, and has " + tables.size());
            }
            Map<String, String> versions = named("AWS::Lambda::Version", AliasSettings::versionOf);
            Map<String, String> aliases =
                    named("AWS::Lambda::Alias", (name, alias) -> AliasSettings.functionOf(name, alias, versions));
            StackTemplate stack = new StackTemplate(
                    tables.get(0),
                    ofType("AWS::Lambda::EventSourceMapping").entrySet().stream()
                            .map(mapping -> MappingSettings.of(mapping.getKey(), mapping.getValue(), aliases))
                            .toList(),
                    ofType("AWS::Lambda::Function").entrySet().stream()
                            .map(function -> FunctionSettings.of(function.getKey(), function.getValue()))
                            .toList());
            requireNothingElse();
            return stack;
        }

        private Map<String, Properties> ofType(String type) {
            Map<String, Properties> found = new TreeMap<>();
            resources.forEach((name, resource) -> {
                if (type.equals(map(resource).get("Type"))) {
                    // Whatever else a resource has beside its properties, such as Condition, would be ignored here.
                    Properties whole = new Properties(name, map(resource));
                    whole.deploymentOnly("Type", "Properties", "DeletionPolicy", "UpdateReplacePolicy");
                    whole.nothingElse();
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

        private void requireNothingElse() {
            resources.forEach((name, resource) -> {
                Object type = map(resource).get("Type");
                if (!read.contains(type) && !NOTHING_TO_DO.contains(type)) {
                    throw new StartupException(
                            "the template has a resource that local cannot honour: " + name + ", " + type);
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
