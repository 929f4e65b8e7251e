package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.aggregators.ViewAggregator;
import io.github.viewtally.aggregators.audit.ScheduledAudit;
import io.github.viewtally.api.ApiMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The roles allow exactly what is needed. The permissions for the table come from the programs' compiled classes. The
 * permissions that AWS services need are listed here with their source.
 */
class RolesTest {

    /** A role and its needed permissions as {@code action on resource}. */
    record Role(Stack stack, String id, Set<String> needed) {

        @Override
        public String toString() {
            return id;
        }
    }

    static List<Role> roles() {
        return List.of(
                aggregator("View"),
                aggregator("Vote"),
                new Role(Stack.DATA, "AuditorRole", auditor()),
                new Role(Stack.API, "TaskRole", AwsCalls.neededBy(ApiMain.class, name -> true)),
                new Role(Stack.API, "ExecutionRole", EXECUTION),
                new Role(Stack.API, "FlowLogRole", FLOW_LOGS));
    }

    private static Set<String> auditor() {
        Set<String> needed = new TreeSet<>(AwsCalls.neededBy(ScheduledAudit.class, RolesTest::isPartOfAuditor));
        needed.addAll(Set.of("logs:CreateLogStream on AuditorLogs.Arn", "logs:PutLogEvents on AuditorLogs.Arn"));
        return needed;
    }

    private static boolean isPartOfAuditor(String className) {
        return className.startsWith("io.github.viewtally.aggregators.audit.");
    }

    /** The aggregator of votes does not use these classes. */
    private static boolean isOnlyForViewers(String className) {
        return className.startsWith("io.github.viewtally.aggregators.commit.Viewer");
    }

    /** Amazon ECS guide, "Task execution IAM role", without creating log groups, and reading the secret. */
    private static final Set<String> EXECUTION = Set.of(
            "ecr:GetAuthorizationToken on *",
            "ecr:BatchCheckLayerAvailability on {Fn::Sub=${DataStack}-ImageRepositoryArn}",
            "ecr:GetDownloadUrlForLayer on {Fn::Sub=${DataStack}-ImageRepositoryArn}",
            "ecr:BatchGetImage on {Fn::Sub=${DataStack}-ImageRepositoryArn}",
            "logs:CreateLogStream on Logs.Arn",
            "logs:PutLogEvents on Logs.Arn",
            "secretsmanager:GetSecretValue on CursorSecret",
            "kms:Decrypt on {Fn::Sub=${DataStack}-KeyArn}");

    /** VPC guide, "IAM role for publishing flow logs to CloudWatch Logs", without creating log groups. */
    private static final Set<String> FLOW_LOGS = Set.of(
            "logs:CreateLogStream on FlowLogs.Arn",
            "logs:PutLogEvents on FlowLogs.Arn",
            "logs:DescribeLogStreams on FlowLogs.Arn");

    /** Lambda guide, "Execution role permissions", for DynamoDB streams, S3 destinations and CloudWatch Logs. */
    private static Role aggregator(String kind) {
        Set<String> needed = new TreeSet<>(AwsCalls.neededBy(
                ViewAggregator.class,
                name -> !isPartOfAuditor(name) && (kind.equals("View") || !isOnlyForViewers(name))));
        needed.addAll(Set.of(
                "dynamodb:DescribeStream on Table.StreamArn",
                "dynamodb:GetRecords on Table.StreamArn",
                "dynamodb:GetShardIterator on Table.StreamArn",
                "dynamodb:ListStreams on *",
                "s3:PutObject on ${FailureBucket.Arn}/aws/lambda/*",
                "s3:ListBucket on FailureBucket.Arn",
                "logs:CreateLogStream on " + kind + "AggregatorLogs.Arn",
                "logs:PutLogEvents on " + kind + "AggregatorLogs.Arn"));
        return new Role(Stack.DATA, kind + "AggregatorRole", needed);
    }

    @Test
    void findsTheCallsOfBothPrograms() {
        assertThat(roles().get(0).needed()).contains("dynamodb:UpdateItem on table", "dynamodb:PutItem on table");
        assertThat(roles().get(3).needed())
                .contains(
                        "dynamodb:BatchWriteItem on table",
                        "dynamodb:Query on GSI1",
                        "dynamodb:Query on GSI2",
                        "dynamodb:Query on GSI3");
    }

    @ParameterizedTest
    @MethodSource("roles")
    void allowsExactlyWhatIsNeeded(Role role) {
        assertThat(allowed(statements(role))).isEqualTo(new TreeSet<>(role.needed()));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void detectsEveryMissingAction(Role role) {
        List<Map<String, Object>> statements = statements(role);
        for (int i = 0; i < statements.size(); i++) {
            for (Object action : Stack.list(statements.get(i).get("Action"))) {
                List<Map<String, Object>> fewer = new ArrayList<>(statements);
                fewer.set(i, without(action, statements.get(i)));
                assertThatThrownBy(() -> assertThat(allowed(fewer)).isEqualTo(new TreeSet<>(role.needed())))
                        .as("without %s", action)
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    private static Map<String, Object> without(Object action, Map<String, Object> statement) {
        List<Object> actions = Stack.list(statement.get("Action"));
        actions.remove(action);
        return Map.of("Effect", "Allow", "Action", actions, "Resource", statement.get("Resource"));
    }

    private static List<Map<String, Object>> statements(Role role) {
        Map<String, Object> properties = role.stack().properties(role.id());
        assertThat(properties).doesNotContainKey("ManagedPolicyArns");
        List<Map<String, Object>> statements = new ArrayList<>();
        for (Object policy : Stack.list(properties.get("Policies"))) {
            Map<String, Object> document = Stack.map(Stack.map(policy).get("PolicyDocument"));
            Stack.list(document.get("Statement")).forEach(statement -> statements.add(Stack.map(statement)));
        }
        return statements;
    }

    private static Set<String> allowed(List<Map<String, Object>> statements) {
        Set<String> allowed = new TreeSet<>();
        for (Map<String, Object> statement : statements) {
            assertThat(statement).containsEntry("Effect", "Allow").doesNotContainKeys("NotAction", "NotResource");
            for (Object action : Stack.list(statement.get("Action"))) {
                assertThat(action.toString()).doesNotContain("*");
                for (Object resource : Stack.list(statement.get("Resource"))) {
                    allowed.add(action + " on " + name(resource));
                }
            }
        }
        return allowed;
    }

    /** Short names of the table and its indexes, the same for both stacks; other resources unchanged. */
    private static String name(Object resource) {
        if (!(resource instanceof Map)) {
            return String.valueOf(resource);
        }
        Map<String, Object> reference = Stack.map(resource);
        String name = String.valueOf(reference.values().iterator().next());
        if (name.equals("Table.Arn") || name.equals("{Fn::Sub=${DataStack}-TableArn}")) {
            return "table";
        }
        return name.startsWith("[${TableArn}/index/") ? name.replaceFirst(".*/index/(\\w+),.*", "$1") : name;
    }
}
