package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.ApiConfig;
import io.github.viewtally.api.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What linters do not know of the API's stack: that it fits the program that it runs. */
class ApiStackTest {

    private static final Stack STACK = Stack.API;

    private static Map<String, Object> container() {
        List<Object> containers = Stack.list(STACK.properties("TaskDefinition").get("ContainerDefinitions"));
        assertThat(containers).hasSize(1);
        return Stack.map(containers.get(0));
    }

    @Test
    void asksWhetherTheApiIsReadyOnThePortThatItListensOn() {
        assertThat(STACK.properties("TargetGroup"))
                .containsEntry("HealthCheckPath", "/health/ready")
                .containsEntry("Port", 8080)
                .containsEntry("TargetType", "ip");
        assertThat(container().get("PortMappings").toString()).contains("ContainerPort=8080");
        assertThat(Stack.list(STACK.properties("Service").get("LoadBalancers")).toString())
                .contains("ContainerName=api", "ContainerPort=8080");
        assertThat(environment()).containsEntry("HTTP_HOST", "0.0.0.0").containsEntry("HTTP_PORT", "8080");
    }

    @Test
    void setsOnlyVariablesThatTheApiReads() {
        Settings settings = new Settings(Map.of());
        ApiConfig.read(settings, true);
        String help = settings.help();
        assertThat(environment()).hasSizeGreaterThan(3).allSatisfy((name, value) -> {
            if (!name.equals("AWS_REGION")) {
                assertThat(help).contains("  " + name);
            }
        });
    }

    @Test
    void givesTheSecretAsASecret() {
        assertThat(environment()).doesNotContainKey("CURSOR_SECRET");
        assertThat(container().get("Secrets"))
                .isEqualTo(List.of(Map.of("Name", "CURSOR_SECRET", "ValueFrom", Map.of("Ref", "CursorSecret"))));
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
        assertThat(ingress).hasSize(1);
        assertThat(Stack.map(ingress.get(0)))
                .containsEntry("SourceSecurityGroupId", Map.of("Ref", "LoadBalancerSecurityGroup"))
                .containsEntry("FromPort", 8080)
                .containsEntry("ToPort", 8080);
        assertThat(STACK.properties("NoMetricsOutside").toString()).contains("Values=[/metrics]", "StatusCode=404");
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
