package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a template refers to exists. */
class TemplateReferencesTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}]+)}");

    /** Attributes for {@code GetAtt}, for the types that the templates use it with (CloudFormation's reference). */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.ofEntries(
            Map.entry("AWS::DynamoDB::Table", Set.of("Arn", "StreamArn")),
            Map.entry("AWS::EC2::VPC", Set.of("CidrBlock", "VpcId")),
            Map.entry("AWS::ECR::Repository", Set.of("Arn", "RepositoryUri")),
            Map.entry("AWS::ECS::Service", Set.of("Name", "ServiceArn")),
            Map.entry(
                    "AWS::ElasticLoadBalancingV2::LoadBalancer",
                    Set.of("DNSName", "LoadBalancerArn", "LoadBalancerFullName", "CanonicalHostedZoneID")),
            Map.entry("AWS::ElasticLoadBalancingV2::TargetGroup", Set.of("TargetGroupArn", "TargetGroupFullName")),
            Map.entry("AWS::Events::Rule", Set.of("Arn")),
            Map.entry("AWS::IAM::Role", Set.of("Arn", "RoleId")),
            Map.entry("AWS::KMS::Key", Set.of("Arn", "KeyId")),
            Map.entry("AWS::Lambda::Function", Set.of("Arn")),
            Map.entry("AWS::Lambda::Version", Set.of("Version", "FunctionArn")),
            Map.entry("AWS::Logs::LogGroup", Set.of("Arn")),
            Map.entry("AWS::S3::Bucket", Set.of("Arn", "DomainName")),
            Map.entry("AWS::WAFv2::WebACL", Set.of("Arn", "Id")));

    static List<Stack> stacks() {
        return Stack.ALL;
    }

    /** The names that a template refers to. */
    private static final class References {

        private final List<String> names = new ArrayList<>();
        private final List<String> attributes = new ArrayList<>();
        private final List<String> conditions = new ArrayList<>();
        private final List<String> imports = new ArrayList<>();

        References(Stack stack) {
            stack.walk((path, map) -> {
                if (map.get("Ref") instanceof String name) {
                    names.add(name);
                }
                if (map.get("Fn::GetAtt") instanceof String attribute) {
                    attributes.add(attribute);
                }
                if (map.get("Fn::If") instanceof List<?> parts) {
                    conditions.add(String.valueOf(parts.get(0)));
                }
                if (map.get("Condition") instanceof String condition) {
                    conditions.add(condition);
                }
                if (map.containsKey("DependsOn")) {
                    Stack.list(map.get("DependsOn")).forEach(id -> names.add(String.valueOf(id)));
                }
                addVariables(map.get("Fn::Sub"));
                if (map.containsKey("Fn::ImportValue")) {
                    imports.add(
                            String.valueOf(Stack.map(map.get("Fn::ImportValue")).get("Fn::Sub")));
                }
            });
        }

        private void addVariables(Object sub) {
            if (sub == null) {
                return;
            }
            Object text = sub instanceof List<?> parts ? parts.get(0) : sub;
            Set<String> own =
                    sub instanceof List<?> parts ? Stack.map(parts.get(1)).keySet() : Set.of();
            Matcher variables = VARIABLE.matcher(String.valueOf(text));
            while (variables.find()) {
                String name = variables.group(1);
                if (!own.contains(name)) {
                    (name.contains(".") ? attributes : names).add(name);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void refersOnlyToExistingNames(Stack stack) {
        Set<String> known = new HashSet<>(Stack.PSEUDO_PARAMETERS);
        known.addAll(stack.section("Parameters").keySet());
        known.addAll(stack.section("Resources").keySet());
        References references = new References(stack);
        assertThat(references.names).isNotEmpty().allMatch(known::contains);
        assertThat(references.conditions).allMatch(stack.section("Conditions")::containsKey);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void usesOnlyAttributesThatTheResourceHas(Stack stack) {
        assertThat(new References(stack).attributes).isNotEmpty().allSatisfy(attribute -> {
            String[] parts = attribute.split("\\.", 2);
            String type = String.valueOf(stack.resource(parts[0]).get("Type"));
            assertThat(ATTRIBUTES).containsKey(type);
            assertThat(ATTRIBUTES.get(type)).contains(parts[1]);
        });
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void usesEveryParameterAndConditionAndDescribesThem(Stack stack) {
        References references = new References(stack);
        assertThat(references.names).containsAll(stack.section("Parameters").keySet());
        assertThat(references.conditions)
                .containsAll(stack.section("Conditions").keySet());
        for (String section : List.of("Parameters", "Outputs")) {
            assertThat(stack.section(section)).allSatisfy((name, declared) -> assertThat(Stack.map(declared))
                    .containsKey("Description"));
        }
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void importsOnlyWhatTheDataStackExports(Stack stack) {
        Set<String> exported = Stack.DATA.section("Outputs").values().stream()
                .map(output -> Stack.map(Stack.map(output).get("Export")).get("Name"))
                .filter(name -> name != null)
                .map(name -> String.valueOf(Stack.map(name).get("Fn::Sub")).replace("AWS::StackName", "DataStack"))
                .collect(Collectors.toSet());
        assertThat(exported).hasSize(5);
        assertThat(new References(stack).imports).allMatch(exported::contains);
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void retainsDataAndLimitsTheAgeOfLogs(Stack stack) {
        List<String> withData =
                List.of("AWS::DynamoDB::Table", "AWS::ECR::Repository", "AWS::S3::Bucket", "AWS::Lambda::Version");
        stack.section("Resources").forEach((id, resource) -> {
            if (withData.contains(Stack.map(resource).get("Type"))) {
                assertThat(Stack.map(resource))
                        .as(id)
                        .containsEntry("DeletionPolicy", "Retain")
                        .containsEntry("UpdateReplacePolicy", "Retain");
            }
        });
        assertThat(stack.ofType("AWS::Logs::LogGroup")).isNotEmpty().allSatisfy((id, logs) -> assertThat(logs)
                .containsKey("RetentionInDays"));
    }
}
