package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.ApiConfig;
import io.github.viewtally.api.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What linters do not know of the API's stack: that it fits the program that it runs. */
class ApiStackTest {

    private static final Stack STACK = Stack.API;

    /** Settings that have one right value in this stack, or none. The load balancer closes idle connections first. */
    private static final Set<String> FIXED = Set.of("CURSOR_SECRET", "DYNAMODB_ENDPOINT", "HTTP2", "IDLE_SECONDS");

    /** Settings that follow from the rest of the stack. */
    private static final Set<String> OF_THE_STACK =
            Set.of("AUTH", "HTTP_HOST", "HTTP_PORT", "MANAGEMENT_PORT", "TABLE_NAME");

    private static Map<String, Object> container() {
        List<Object> containers = Stack.list(STACK.properties("TaskDefinition").get("ContainerDefinitions"));
        assertThat(containers).hasSize(1);
        return Stack.map(containers.get(0));
    }

    @Test
    void forwardsToTheMainPortAloneAndAsksForTheHealthOnTheManagementPort() {
        assertThat(STACK.properties("TargetGroup"))
                .containsEntry("HealthCheckPath", "/health/ready")
                .containsEntry("HealthCheckPort", "8081")
                .containsEntry("Port", 8080)
                .containsEntry("TargetType", "ip");
        assertThat(STACK.ofType("AWS::ElasticLoadBalancingV2::TargetGroup")).hasSize(1);
        assertThat(container())
                .containsEntry(
                        "PortMappings",
                        List.of(
                                Map.of("ContainerPort", 8080, "Protocol", "tcp"),
                                Map.of("ContainerPort", 8081, "Protocol", "tcp")));
        assertThat(STACK.properties("Service").get("LoadBalancers"))
                .isEqualTo(List.of(Map.of(
                        "ContainerName",
                        "api",
                        "ContainerPort",
                        8080,
                        "TargetGroupArn",
                        Map.of("Ref", "TargetGroup"))));
        assertThat(environment())
                .containsEntry("HTTP_HOST", "0.0.0.0")
                .containsEntry("HTTP_PORT", "8080")
                .containsEntry("MANAGEMENT_PORT", "8081");
    }

    /** No rule of a listener can hide a path: there are many spellings of it. So the port has no such path. */
    @Test
    void hidesNothingByItsPath() {
        assertThat(STACK.ofType("AWS::ElasticLoadBalancingV2::ListenerRule")).isEmpty();
    }

    @Test
    void writesToATemporaryFolderAlone() {
        assertThat(container())
                .containsEntry("ReadonlyRootFilesystem", true)
                .containsEntry(
                        "MountPoints",
                        List.of(Map.of("SourceVolume", "tmp", "ContainerPath", "/tmp", "ReadOnly", false)));
        assertThat(STACK.properties("TaskDefinition")).containsEntry("Volumes", List.of(Map.of("Name", "tmp")));
    }

    /** Without VOLUME, a volume that is mounted on Fargate belongs to root, and the image's user cannot write to it. */
    @Test
    void fitsTheImage() throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "api", "Dockerfile")))
                .contains("VOLUME /tmp", "EXPOSE 8080 8081", "USER 10001:10001");
    }

    @Test
    void setsOnlyVariablesThatTheApiReads() {
        assertThat(environment()).hasSizeGreaterThan(3).allSatisfy((name, value) -> {
            if (!name.equals("AWS_REGION")) {
                assertThat(variables()).contains(name);
            }
        });
    }

    /** A setting that an operator cannot reach without changing the template is one that is missing from it. */
    @Test
    void passesEverySettingOnThatIsNotFixedHere() {
        Set<String> wanted = new TreeSet<>(variables());
        wanted.removeAll(FIXED);
        assertThat(environment().keySet()).containsAll(wanted);
        wanted.removeAll(OF_THE_STACK);
        assertThat(wanted).hasSizeGreaterThan(20).allSatisfy(name -> assertThat(
                        String.valueOf(environment().get(name)))
                .as(name)
                .contains("Ref=" + parameterOf(name)));
    }

    @Test
    void leavesTheDefaultsOfTheSettingsToTheApi() {
        assertThat(variables().stream().map(ApiStackTest::parameterOf).filter(STACK.section("Parameters")::containsKey))
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        name -> assertThat(Stack.map(STACK.section("Parameters").get(name)))
                                .containsEntry("Default", ""));
    }

    @Test
    void startsTheApiWithTheDefaultsOfTheParameters() {
        Map<String, String> resolved = new LinkedHashMap<>();
        environment().forEach((name, value) -> resolved.put(name, value instanceof String text ? text : ""));
        resolved.putAll(Map.of("AUTH", "off", "TABLE_NAME", "video-stats", "TRUSTED_PROXIES", "10.42.0.0/16"));
        ApiConfig config = ApiConfig.fromEnv(resolved);
        assertThat(config.http().managementPort()).contains(8081);
        assertThat(config.limits())
                .isEqualTo(
                        ApiConfig.fromEnv(Map.of("TABLE_NAME", "video-stats")).limits());
    }

    @Test
    void believesTheLoadBalancerWhoTheClientIs() {
        assertThat(environment().get("TRUSTED_PROXIES").toString())
                .contains("Fn::If=[MakeVpc, {Fn::GetAtt=Vpc.CidrBlock}, ]");
        assertThat(STACK.properties("LoadBalancer")
                        .get("LoadBalancerAttributes")
                        .toString())
                .contains("Key=routing.http.xff_header_processing.mode, Value=append");
    }

    @Test
    void boundsTheRateOfAnAddressIfAskedTo() {
        assertThat(STACK.resource("WebAcl")).containsEntry("Condition", "HasWaf");
        assertThat(STACK.resource("WebAclAssociation")).containsEntry("Condition", "HasWaf");
        assertThat(Stack.map(STACK.section("Parameters").get("WafRequestsPerMinute")))
                .containsEntry("Default", "0");
        assertThat(STACK.properties("WebAcl")).containsEntry("Scope", "REGIONAL");
        Map<String, Object> rule =
                Stack.map(Stack.list(STACK.properties("WebAcl").get("Rules")).get(0));
        assertThat(rule.get("Statement"))
                .isEqualTo(Map.of(
                        "RateBasedStatement",
                        Map.of(
                                "AggregateKeyType",
                                "IP",
                                "EvaluationWindowSec",
                                60,
                                "Limit",
                                Map.of("Ref", "WafRequestsPerMinute"))));
        assertThat(rule.get("Action").toString()).contains("ResponseCode=429", "Name=Retry-After");
        assertThat(STACK.properties("WebAclAssociation"))
                .containsEntry("ResourceArn", Map.of("Ref", "LoadBalancer"))
                .containsEntry("WebACLArn", Map.of("Fn::GetAtt", "WebAcl.Arn"));
    }

    @Test
    void keepsLogsOfTheNetworkIfAskedTo() {
        assertThat(STACK.resource("FlowLog")).containsEntry("Condition", "HasFlowLogs");
        assertThat(STACK.properties("LoadBalancer")
                        .get("LoadBalancerAttributes")
                        .toString())
                .contains(
                        "Key=access_logs.s3.enabled, Value={Fn::If=[HasAccessLogs, true, false]}",
                        "Fn::If=[HasAccessLogs, {Key=access_logs.s3.bucket, Value={Ref=AccessLogBucket}}");
        assertThat(STACK.resource("LoadBalancer").get("Metadata").toString())
                .as("the bucket's policy is there before the load balancer writes")
                .contains("Ref=AccessLogBucketPolicy");
    }

    @Test
    void groupsParametersThatThereAre() {
        List<Object> groups = Stack.list(Stack.map(STACK.section("Metadata").get("AWS::CloudFormation::Interface"))
                .get("ParameterGroups"));
        assertThat(groups.stream()
                        .flatMap(group -> Stack.list(Stack.map(group).get("Parameters")).stream())
                        .map(String::valueOf))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(STACK.section("Parameters")::containsKey);
    }

    @Test
    void givesTheSecretAsASecret() {
        assertThat(environment()).doesNotContainKey("CURSOR_SECRET");
        assertThat(container().get("Secrets"))
                .isEqualTo(List.of(Map.of("Name", "CURSOR_SECRET", "ValueFrom", Map.of("Ref", "CursorSecret"))));
        assertThat(STACK.properties("CursorSecret"))
                .containsEntry("KmsKeyId", Map.of("Fn::ImportValue", Map.of("Fn::Sub", "${DataStack}-KeyArn")));
    }

    @Test
    void runsOnArmAndRollsABadDeploymentBack() {
        assertThat(STACK.properties("TaskDefinition").get("RuntimePlatform").toString())
                .contains("CpuArchitecture=ARM64");
        assertThat(STACK.properties("Service").get("DeploymentConfiguration").toString())
                .contains("DeploymentCircuitBreaker={Enable=true, Rollback=true}", "MinimumHealthyPercent=100");
        assertThat(STACK.properties("Service")).doesNotContainKey("DesiredCount");
    }

    @Test
    void scalesOnCpuAndOnRequests() {
        assertThat(STACK.ofType("AWS::ApplicationAutoScaling::ScalingPolicy").toString())
                .contains("ECSServiceAverageCPUUtilization", "ALBRequestCountPerTarget");
    }

    @Test
    void letsNobodyPastTheLoadBalancer() {
        List<Object> ingress = Stack.list(STACK.properties("TaskSecurityGroup").get("SecurityGroupIngress"));
        Map<String, Object> fromLoadBalancer = Map.of("Ref", "LoadBalancerSecurityGroup");
        assertThat(ingress).hasSize(3);
        assertThat(Stack.map(ingress.get(0)))
                .containsEntry("SourceSecurityGroupId", fromLoadBalancer)
                .containsEntry("FromPort", 8080)
                .containsEntry("ToPort", 8080);
        assertThat(Stack.map(ingress.get(1)))
                .containsEntry("SourceSecurityGroupId", fromLoadBalancer)
                .containsEntry("FromPort", 8081)
                .containsEntry("ToPort", 8081);
        assertThat(ingress.get(2).toString())
                .startsWith("{Fn::If=[HasMetricsReader, ")
                .contains("SourceSecurityGroupId={Ref=MetricsSecurityGroup}", "FromPort=8081", "ToPort=8081");
    }

    @Test
    void closesIdleConnectionsBeforeTheApiDoes() {
        assertThat(STACK.properties("LoadBalancer")
                        .get("LoadBalancerAttributes")
                        .toString())
                .contains("Key=idle_timeout.timeout_seconds, Value=50");
    }

    @Test
    void watchesErrorsAndTimeToAnswer() {
        Map<String, Map<String, Object>> alarms = STACK.ofType("AWS::CloudWatch::Alarm");
        assertThat(alarms.toString())
                .contains(
                        "HTTPCode_Target_5XX_Count",
                        "HTTPCode_ELB_5XX_Count",
                        "TargetResponseTime",
                        "ExtendedStatistic=p99",
                        "HealthyHostCount");
        assertThat(alarms)
                .allSatisfy((id, alarm) -> assertThat(alarm).containsKeys("AlarmActions", "TreatMissingData"));
    }

    /** Every variable that {@code --help} lists. */
    private static Set<String> variables() {
        Settings settings = new Settings(Map.of());
        ApiConfig.read(settings, true);
        Set<String> variables = new TreeSet<>();
        Matcher names = Pattern.compile("(?m)^  ([A-Z][A-Z0-9_]+)").matcher(settings.help());
        while (names.find()) {
            variables.add(names.group(1));
        }
        return variables;
    }

    /** {@code MAX_REQUESTS} is the parameter {@code MaxRequests}. */
    private static String parameterOf(String variable) {
        return Arrays.stream(variable.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static Map<String, Object> environment() {
        Map<String, Object> environment = new LinkedHashMap<>();
        for (Object variable : Stack.list(container().get("Environment"))) {
            environment.put(
                    String.valueOf(Stack.map(variable).get("Name")),
                    Stack.map(variable).get("Value"));
        }
        return environment;
    }
}
