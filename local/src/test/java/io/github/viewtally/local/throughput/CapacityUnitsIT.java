package io.github.viewtally.local.throughput;

import static io.github.viewtally.local.throughput.LimitedTable.INDEX;
import static io.github.viewtally.local.throughput.LimitedTable.RANK_INDEX;
import static io.github.viewtally.local.throughput.LimitedTable.TABLE;
import static io.github.viewtally.local.throughput.LimitedTable.item;
import static io.github.viewtally.local.throughput.LimitedTable.key;
import static io.github.viewtally.local.throughput.LimitedTable.transactPut;
import static io.github.viewtally.local.throughput.LimitedTable.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.model.table.Keys;
import io.github.viewtally.testsupport.throughput.ThroughputLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;

/**
 * Units of real calls: the examples of "DynamoDB read and write operations" and "Using Global Secondary Indexes" in the
 * DynamoDB guide.
 */
class CapacityUnitsIT {

    private final LimitedTable table = new LimitedTable(ThroughputLimits.aws().withTransactionHold(Duration.ZERO));

    @AfterEach
    void close() {
        assertThat(table.counters().unmodelled()).isZero();
        table.close();
    }

    @Test
    void countsWritesBySizeAndTransactionsTwice() {
        table.put(item("a", "s", 1.5));
        assertThat(writes(TABLE, "a")).isEqualTo(2);
        table.transact(List.of(transactPut(item("b", "s", 1.5))));
        assertThat(writes(TABLE, "b")).isEqualTo(4);
        table.batch(List.of(item("c", "1", 0.5), item("c", "2", 3.5)));
        assertThat(writes(TABLE, "c")).isEqualTo(1 + 4);
        table.put(item("c", "2", 0.5));
        assertThat(writes(TABLE, "c")).isEqualTo(1 + 4 + 4);
        table.client().deleteItem(request -> request.tableName(TABLE).key(key(item("c", "2", 0.5))));
        assertThat(writes(TABLE, "c")).isEqualTo(1 + 4 + 4 + 1);
    }

    @Test
    void countsReadsByConsistency() {
        table.putDirectly(item("a", "s", 3.5));
        table.putDirectly(item("b", "s", 10));
        get("a", false);
        assertThat(reads(TABLE, "a")).isEqualTo(0.5);
        get("a", true);
        assertThat(reads(TABLE, "a")).isEqualTo(0.5 + 1);
        get("b", true);
        assertThat(reads(TABLE, "b")).isEqualTo(3);
        get("nothing", false);
        assertThat(reads(TABLE, "nothing")).isEqualTo(0.5);
        table.client()
                .transactGetItems(request -> request.transactItems(TransactGetItem.builder()
                        .get(get -> get.tableName(TABLE).key(key(item("b", "s", 10))))
                        .build()));
        assertThat(reads(TABLE, "b")).isEqualTo(3 + 6);
    }

    @Test
    void roundsEachItemOfABatchAndTheSumOfAQuery() {
        table.putDirectly(item("a", "1", 1.5));
        table.putDirectly(item("a", "2", 6.5));
        table.client()
                .batchGetItem(request -> request.requestItems(Map.of(
                        TABLE,
                        KeysAndAttributes.builder()
                                .keys(List.of(key(item("a", "1", 1.5)), key(item("a", "2", 6.5))))
                                .consistentRead(true)
                                .build())));
        assertThat(reads(TABLE, "a")).isEqualTo(3);
        table.client().query(request -> request.tableName(TABLE)
                .consistentRead(true)
                .keyConditionExpression("#p = :p AND SK > :s")
                .expressionAttributeNames(Map.of("#p", Keys.PK))
                .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("a"), ":s", AttributeValue.fromS("0"))));
        assertThat(reads(TABLE, "a")).isEqualTo(3 + 2);
    }

    @Test
    void countsAQueryOfAnIndexInTheIndex() {
        table.putDirectly(view("u", "5"));
        table.client().query(request -> request.tableName(TABLE)
                .indexName(Keys.GSI1)
                .keyConditionExpression("GSI1PK = :video")
                .expressionAttributeValues(Map.of(":video", AttributeValue.fromS(Keys.video("5")))));
        assertThat(reads(INDEX, Keys.video("5"))).isEqualTo(0.5);
        assertThat(table.counters().total(TABLE).readUnits()).isZero();
    }

    @Test
    void countsAnIndexWriteForEachEntryThatChanges() {
        Map<String, AttributeValue> view = view("u", "5");
        table.put(view);
        assertThat(writes(INDEX, Keys.video("5"))).isEqualTo(1);
        table.put(view);
        assertThat(writes(INDEX, Keys.video("5"))).isEqualTo(1);
        table.put(with(view, Keys.DURATION, AttributeValue.fromN("43")));
        assertThat(writes(INDEX, Keys.video("5"))).isEqualTo(2);
        table.put(with(view, Keys.GSI1PK, AttributeValue.fromS("other")));
        assertThat(writes(INDEX, Keys.video("5"))).isEqualTo(3);
        assertThat(writes(INDEX, "other")).isEqualTo(1);
        assertThat(writes(TABLE, Keys.user("u"))).isEqualTo(4);
    }

    @Test
    void knowsAnItemThatWasWrittenBeforeItsStart() {
        table.putDirectly(view("u", "5"));
        table.client().deleteItem(request -> request.tableName(TABLE).key(key(view("u", "5"))));
        assertThat(writes(INDEX, Keys.video("5"))).isEqualTo(1);
        assertThat(table.get(view("u", "5"))).isEmpty();
    }

    @Test
    void countsNoIndexWriteForAnUpdateOfAttributesThatAreNotProjected() {
        Map<String, AttributeValue> summary =
                Map.of(Keys.PK, AttributeValue.fromS("USER#u"), Keys.SK, AttributeValue.fromS(Keys.SUMMARY));
        update(summary, "SET GSI2PK = :b, GSI2SK = if_not_exists(GSI2SK, :r) ADD #views :one", "000#u");
        assertThat(writes(RANK_INDEX, "bucket")).isEqualTo(1);
        update(summary, "SET GSI2SK = if_not_exists(GSI2SK, :r), GSI2PK = :b ADD #views :one", "001#u");
        assertThat(writes(RANK_INDEX, "bucket")).isEqualTo(1);
        update(summary, "SET GSI2SK = :r, GSI2PK = :b ADD #views :one", "001#u");
        assertThat(writes(RANK_INDEX, "bucket")).isEqualTo(3);
        assertThat(writes(TABLE, "USER#u")).isEqualTo(3);
        assertThat(table.get(summary)).containsEntry(Keys.VIEWS, AttributeValue.fromN("3"));
    }

    @Test
    void aFailedConditionCostsTheTableButNoIndex() {
        assertThatThrownBy(() -> table.client().putItem(request -> request.tableName(TABLE)
                        .item(view("u", "5"))
                        .conditionExpression("attribute_exists(PK)")))
                .isInstanceOf(ConditionalCheckFailedException.class);
        assertThat(writes(TABLE, Keys.user("u"))).isEqualTo(1);
        assertThat(table.counters().total(INDEX).writeUnits()).isZero();
    }

    private void update(Map<String, AttributeValue> key, String expression, String rank) {
        table.client().updateItem(request -> request.tableName(TABLE)
                .key(key)
                .updateExpression(expression)
                .expressionAttributeNames(Map.of("#views", Keys.VIEWS))
                .expressionAttributeValues(Map.of(
                        ":b", AttributeValue.fromS("bucket"),
                        ":r", AttributeValue.fromS(rank),
                        ":one", AttributeValue.fromN("1"))));
    }

    private void get(String partition, boolean consistent) {
        table.client().getItem(request -> request.tableName(TABLE)
                .key(key(item(partition, "s", 1)))
                .consistentRead(consistent));
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> item, String name, AttributeValue value) {
        Map<String, AttributeValue> changed = new HashMap<>(item);
        changed.put(name, value);
        return changed;
    }

    private double writes(String resource, String partition) {
        return table.counters().partition(resource, partition).writeUnits();
    }

    private double reads(String resource, String partition) {
        return table.counters().partition(resource, partition).readUnits();
    }
}
