package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The containers of the API's stack, their image, deployment, scaling and alarms. */
class ApiStackServiceTest {

    private static final Stack STACK = Stack.API;

    /** Without VOLUME, the mounted volume belongs to root on Fargate, and the image's user cannot write to it. */
    @Test
    void fitsTheImage() throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "api", "Dockerfile")))
                .contains("VOLUME /tmp", "EXPOSE 8080 8081", "USER 10001:10001");
    }

    @Test
    void writesOnlyToATemporaryFolder() {
        assertThat(ApiContainer.definition())
                .containsEntry("ReadonlyRootFilesystem", true)
                .containsEntry(
                        "MountPoints",
                        List.of(Map.of("SourceVolume", "tmp", "ContainerPath", "/tmp", "ReadOnly", false)));
        assertThat(STACK.properties("TaskDefinition")).containsEntry("Volumes", List.of(Map.of("Name", "tmp")));
    }

    @Test
    void readsTheCursorSecretFromSecretsManager() {
        assertThat(ApiContainer.environment()).doesNotContainKey("CURSOR_SECRET");
        assertThat(ApiContainer.definition().get("Secrets"))
                .isEqualTo(List.of(Map.of("Name", "CURSOR_SECRET", "ValueFrom", Map.of("Ref", "CursorSecret"))));
        assertThat(STACK.properties("CursorSecret"))
                .containsEntry("KmsKeyId", Map.of("Fn::ImportValue", Map.of("Fn::Sub", "${DataStack}-KeyArn")));
    }

    @Test
    void runsOnArmAndRollsBackAFailedDeployment() {
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
    void hasAlarmsForErrorsAndResponseTimes() {
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
}
