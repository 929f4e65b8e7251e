package io.github.viewtally.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table, the bucket and the repository of the data stack keep their data safe. */
class DataStackStorageTest {

    private static final Stack STACK = Stack.DATA;

    @Test
    void keepsTheTableSafe() {
        assertThat(STACK.properties("Table"))
                .containsEntry("BillingMode", "PAY_PER_REQUEST")
                .containsEntry("DeletionProtectionEnabled", true)
                .containsEntry("PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true))
                .containsEntry("SSESpecification", Map.of("SSEEnabled", true))
                .containsEntry("StreamSpecification", Map.of("StreamViewType", "NEW_AND_OLD_IMAGES"))
                .containsEntry("TimeToLiveSpecification", Map.of("AttributeName", "expiresAt", "Enabled", true));
    }

    @Test
    void keepsDiscardedBatchesPrivateAndForThirtyDays() {
        Map<String, Object> bucket = STACK.properties("FailureBucket");
        assertThat(Stack.map(bucket.get("PublicAccessBlockConfiguration")))
                .hasSize(4)
                .allSatisfy((name, blocked) -> assertThat(blocked).isEqualTo(true));
        assertThat(bucket.get("BucketEncryption").toString()).contains("SSEAlgorithm=AES256");
        List<Object> rules =
                Stack.list(Stack.map(bucket.get("LifecycleConfiguration")).get("Rules"));
        assertThat(rules).hasSize(1).allSatisfy(rule -> assertThat(Stack.map(rule))
                .containsEntry("Status", "Enabled")
                .containsEntry("ExpirationInDays", 30));
    }

    @Test
    void scansEachImageAndKeepsTagsImmutable() {
        assertThat(STACK.properties("ImageRepository"))
                .containsEntry("ImageScanningConfiguration", Map.of("ScanOnPush", true))
                .containsEntry("ImageTagMutability", "IMMUTABLE");
    }
}
