package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ports, the load balancer and the limits of the API's stack fit the API. */
class ApiStackNetworkTest {

    private static final Stack STACK = Stack.API;

    @Test
    void forwardsToTheMainPortAndChecksHealthOnTheManagementPort() {
        assertThat(STACK.properties("TargetGroup"))
                .containsEntry("HealthCheckPath", "/health/ready")
                .containsEntry("HealthCheckPort", "8081")
                .containsEntry("Port", 8080)
                .containsEntry("TargetType", "ip");
        assertThat(STACK.ofType("AWS::ElasticLoadBalancingV2::TargetGroup")).hasSize(1);
        assertThat(ApiContainer.definition())
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
        assertThat(ApiContainer.environment())
                .containsEntry("HTTP_HOST", "0.0.0.0")
                .containsEntry("HTTP_PORT", "8080")
                .containsEntry("MANAGEMENT_PORT", "8081");
    }

    /** A listener rule cannot hide a path reliably, because a path has many spellings. So the main port needs no rule. */
    @Test
    void hasNoListenerRules() {
        assertThat(STACK.ofType("AWS::ElasticLoadBalancingV2::ListenerRule")).isEmpty();
    }

    @Test
    void acceptsConnectionsOnlyFromTheLoadBalancerAndTheMetricsReader() {
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
    void trustsTheClientAddressOfTheLoadBalancer() {
        assertThat(ApiContainer.environment().get("TRUSTED_PROXIES").toString())
                .contains("Fn::If=[MakeVpc, {Fn::GetAtt=Vpc.CidrBlock}, ]");
        assertThat(STACK.properties("LoadBalancer")
                        .get("LoadBalancerAttributes")
                        .toString())
                .contains("Key=routing.http.xff_header_processing.mode, Value=append");
    }

    @Test
    void limitsTheRateOfAnAddressIfEnabled() {
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
    void keepsNetworkLogsIfEnabled() {
        assertThat(STACK.resource("FlowLog")).containsEntry("Condition", "HasFlowLogs");
        assertThat(STACK.properties("LoadBalancer")
                        .get("LoadBalancerAttributes")
                        .toString())
                .contains(
                        "Key=access_logs.s3.enabled, Value={Fn::If=[HasAccessLogs, true, false]}",
                        "Fn::If=[HasAccessLogs, {Key=access_logs.s3.bucket, Value={Ref=AccessLogBucket}}");
        assertThat(STACK.resource("LoadBalancer").get("Metadata").toString())
                .as("the bucket's policy exists before the load balancer")
                .contains("Ref=AccessLogBucketPolicy");
    }
}
