package io.github.viewtally.aggregators;

import static io.github.viewtally.testsupport.lambda.StreamEvents.insert;
import static io.github.viewtally.testsupport.lambda.StreamEvents.modify;
import static io.github.viewtally.testsupport.lambda.StreamEvents.remove;
import static io.github.viewtally.testsupport.lambda.StreamEvents.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.github.viewtally.model.Counts;
import io.github.viewtally.model.HourKey;
import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.table.EventItems;
import io.github.viewtally.model.table.HourItems;
import io.github.viewtally.model.table.SummaryItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that cannot be counted and damaged counters are moved to the quarantine. */
class QuarantineIT extends AggregatorTestCase {

    @Test
    void quarantinesAMalformedRecordAndCountsTheOthers() {
        Map<String, AttributeValue> malformed = new HashMap<>(view("0", "5", 42));
        malformed.put("duration", new AttributeValue().withS("long"));
        deliver(
                insert(1, view("0", "5", 42)),
                insert(2, malformed),
                insert(3, view("0", "5", 8, "2022-01-02T00:31:00.000000+00:00")));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(2, 50, 0, 0));
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> quarantined = table.get(
                EventItems.key("QUARANTINE#views", "shardId-00000001#" + "0".repeat(19) + "200000000000000000000"));
        assertThat(quarantined).containsEntry("type", s("QUARANTINED")).containsKeys("reason", "expiresAt");
        assertThat(quarantined.get("record").s()).contains("\"duration\":{\"S\":\"long\"}");
    }

    @Test
    void countsAQuarantinedEventAfterItsItemIsCorrected() {
        Map<String, AttributeValue> malformed = new HashMap<>(view("0", "5", 42));
        malformed.put("duration", new AttributeValue().withS("long"));
        deliver(insert(1, malformed));
        deliver(modify(2, malformed, view("0", "5", 42)));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
        deliver(insert(3, malformed), remove(4, malformed));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(1, 42, 0, 0));
    }

    @Test
    void quarantinesManyRecordsInOneBatch() {
        Map<String, AttributeValue> malformed = new HashMap<>(view("0", "5", 42));
        malformed.remove("userId");
        deliver(IntStream.rangeClosed(1, 120)
                .mapToObj(i -> insert(i, malformed))
                .toArray(DynamodbStreamRecord[]::new));
        assertThat(table.allItems()).hasSize(121);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"N1E+38", "N1E+125", "N1E-130", "N-1E+125", "Sforty-four"})
    void quarantinesADamagedCounterAndContinuesInTheSameInvocation(String stored) {
        var number = stored.startsWith("N")
                ? software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(stored.substring(1))
                : s(stored.substring(1));
        putCounter(SummaryItems.key(VIDEO_5), "VIDEO_SUMMARY", number);
        putCounter(HourItems.key(new HourKey(SummaryKey.video("6"), "2022-01-02T00")), "VIDEO_HOUR", number);
        DynamodbStreamRecord[] records = {
            insert(1, view("0", "5", 42)), insert(2, view("0", "6", 8)), insert(3, view("0", "5", 8, "yesterday"))
        };

        deliver(records);
        deliver(records);

        assertThat(table.counts(USER_0)).isEqualTo(new Counts(3, 58, 0, 0));
        assertThat(table.counts(SummaryKey.video("6"))).isEqualTo(new Counts(1, 8, 0, 0));
        assertThat(table.counts(VIDEO_5)).isEqualTo(new Counts(2, 50 + 1_000, 7, 0));
        assertThat(hour("2022-01-02T00")).containsEntry("views", n(1)).containsEntry("duration", n(42));
        assertThat(quarantined())
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.get("reason").s())
                        .startsWith("damaged counters: views was AttributeValue(")
                        .hasSizeLessThan(1_001))
                .anySatisfy(item -> assertThat(item)
                        .containsEntry("item", s("VIDEO#5/SUMMARY"))
                        .containsEntry("duration", n(1_000))
                        .containsEntry("likes", n(7))
                        .containsKey("expiresAt"))
                .anySatisfy(item -> assertThat(item).containsEntry("item", s("VIDEO#6/HOUR#2022-01-02T00")));
        assertThat(table.allItems())
                .filteredOn(item -> s("AUDIT#DUE").equals(item.get("PK")))
                .extracting(item -> item.get("SK").s())
                .containsExactlyInAnyOrder("VIDEO#5/SUMMARY", "VIDEO#6/HOUR#2022-01-02T00");
    }

    @Test
    void addsExactlyToCountersBeyond64Bits() {
        putCounter(
                SummaryItems.key(VIDEO_5),
                "VIDEO_SUMMARY",
                software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN("9223372036854775807"));

        deliver(insert(1, view("0", "5", 42)));
        deliver(insert(2, view("1", "5", 42)));

        assertThat(table.get(SummaryItems.key(VIDEO_5)).get("views").n()).isEqualTo("9223372036854775809");
        assertThat(rank(VIDEO_5)).isEqualTo("252#5");
        assertThat(quarantined()).isEmpty();
    }

    private void putCounter(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> key,
            String type,
            software.amazon.awssdk.services.dynamodb.model.AttributeValue views) {
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item = new HashMap<>(key);
        item.put("type", s(type));
        item.put("videoId", s(key.get("PK").s().substring("VIDEO#".length())));
        item.put("views", views);
        item.put("duration", n(1_000));
        item.put("likes", n(7));
        item.put("GSI2PK", s("VIDEO_SUMMARY#0"));
        item.put("GSI2SK", s("001#5"));
        table.put(item);
    }

    private List<Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>> quarantined() {
        return table.allItems().stream()
                .filter(item -> s("QUARANTINE#views").equals(item.get("PK")))
                .toList();
    }
}
