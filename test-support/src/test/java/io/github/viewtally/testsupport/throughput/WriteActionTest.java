package io.github.viewtally.testsupport.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.testsupport.throughput.TableSchema.IndexSchema;
import io.github.viewtally.testsupport.throughput.ThroughputModel.Charge;
import io.github.viewtally.testsupport.throughput.WriteAction.Type;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of "Using Global Secondary Indexes" in the DynamoDB guide, section "Write capacity units". */
class WriteActionTest {

    private static final TableSchema TABLE = TableSchema.of(
            json(
                    """
            {'Table': {'TableName': 't', 'TableArn': 'arn:aws:dynamodb:r:1:table/t',
              'KeySchema': [{'AttributeName': 'PK', 'KeyType': 'HASH'}, {'AttributeName': 'SK', 'KeyType': 'RANGE'}],
              'GlobalSecondaryIndexes': [
                {'IndexName': 'ALL', 'Projection': {'ProjectionType': 'ALL'},
                  'KeySchema': [{'AttributeName': 'A', 'KeyType': 'HASH'}, {'AttributeName': 'B', 'KeyType': 'RANGE'}]},
                {'IndexName': 'KEYS', 'Projection': {'ProjectionType': 'KEYS_ONLY'},
                  'KeySchema': [{'AttributeName': 'K', 'KeyType': 'HASH'}]},
                {'IndexName': 'SOME', 'Projection': {'ProjectionType': 'INCLUDE', 'NonKeyAttributes': ['x']},
                  'KeySchema': [{'AttributeName': 'I', 'KeyType': 'HASH'}]}]}}"""));

    private static final JsonObject NONE = new JsonObject();

    @Test
    void readsTheProjectionsOfTheIndexes() {
        assertThat(TABLE.indexes().stream().map(IndexSchema::projected))
                .containsExactly(
                        Optional.empty(),
                        Optional.of(Set.of("PK", "SK", "K")),
                        Optional.of(Set.of("PK", "SK", "I", "x")));
    }

    @Test
    void aNewItemIsWrittenToTheTableAndToEveryIndexThatItIsIn() {
        assertThat(put(NONE, item())).containsExactly("t p 1.0");
        assertThat(put(NONE, item("A", "a"))).containsExactly("t p 1.0");
        assertThat(put(NONE, item("A", "a", "B", "b", "K", "k", "I", "i")))
                .containsExactly("t p 1.0", "t/index/ALL a 1.0", "t/index/KEYS k 1.0", "t/index/SOME i 1.0");
    }

    @Test
    void anItemIsChargedByTheLargerOfItsOldAndNewSize() {
        JsonObject large = item("x", "x".repeat(1_500));
        assertThat(put(NONE, large)).containsExactly("t p 2.0");
        assertThat(put(large, item())).containsExactly("t p 2.0");
        assertThat(put(item(), large)).containsExactly("t p 2.0");
        assertThat(delete(large)).containsExactly("t p 2.0");
    }

    @Test
    void anIndexIsChargedByTheSizeOfItsEntry() {
        JsonObject large = item("A", "a", "B", "b", "K", "k", "I", "i", "y", "y".repeat(1_500));
        assertThat(put(NONE, large))
                .containsExactly("t p 2.0", "t/index/ALL a 2.0", "t/index/KEYS k 1.0", "t/index/SOME i 1.0");
    }

    @Test
    void aChangedKeyOfAnIndexIsADeletionAndAPut() {
        assertThat(put(item("A", "a", "B", "b"), item("A", "a", "B", "c")))
                .containsExactly("t p 1.0", "t/index/ALL a 1.0", "t/index/ALL a 1.0");
        assertThat(put(item("K", "k"), item("K", "l")))
                .containsExactly("t p 1.0", "t/index/KEYS k 1.0", "t/index/KEYS l 1.0");
    }

    @Test
    void anIndexIsNotWrittenIfNoProjectedAttributeChanges() {
        JsonObject before = item("A", "a", "B", "b", "K", "k", "I", "i", "x", "1", "y", "1");
        assertThat(put(before, before.copy())).containsExactly("t p 1.0");
        assertThat(put(before, before.copy().put("y", string("2")))).containsExactly("t p 1.0", "t/index/ALL a 1.0");
        assertThat(put(before, before.copy().put("x", string("2"))))
                .containsExactly("t p 1.0", "t/index/ALL a 1.0", "t/index/SOME i 1.0");
    }

    @Test
    void anItemThatLeavesAnIndexIsOneDeletion() {
        assertThat(put(item("K", "k"), item())).containsExactly("t p 1.0", "t/index/KEYS k 1.0");
        assertThat(delete(item("K", "k"))).containsExactly("t p 1.0", "t/index/KEYS k 1.0");
        assertThat(delete(NONE)).containsExactly("t p 1.0");
    }

    @Test
    void aTransactionDoublesTheUnitsOfTheTable() {
        JsonObject item = item("K", "k", "x", "x".repeat(1_500));
        WriteAction put = new WriteAction(TABLE, Type.PUT, new JsonObject().put("Item", item));
        assertThat(texts(put.charges(NONE, item, true))).containsExactly("t p 4.0", "t/index/KEYS k 1.0");
    }

    @Test
    void aConditionCheckCostsTheTableAsMuchAsAWrite() {
        JsonObject item = item("K", "k");
        WriteAction check = new WriteAction(
                TABLE, Type.CHECK, new JsonObject().put("Key", TABLE.key().of(item)));
        assertThat(texts(check.charges(item, check.applyTo(item), true))).containsExactly("t p 2.0");
    }

    @Test
    void anUpdateOfAnItemThatDoesNotExistCreatesIt() {
        WriteAction update = new WriteAction(
                TABLE,
                Type.UPDATE,
                json("{'Key': {'PK': {'S': 'p'}, 'SK': {'S': 's'}}, 'UpdateExpression': 'SET K = :k',"
                        + " 'ExpressionAttributeValues': {':k': {'S': 'k'}}}"));
        assertThat(update.applyTo(NONE)).isEqualTo(item("K", "k"));
        assertThat(texts(update.charges(NONE, update.applyTo(NONE), false)))
                .containsExactly("t p 1.0", "t/index/KEYS k 1.0");
    }

    private static List<String> put(JsonObject before, JsonObject after) {
        WriteAction put = new WriteAction(TABLE, Type.PUT, new JsonObject().put("Item", after));
        return texts(put.charges(before, put.applyTo(before), false));
    }

    private static List<String> delete(JsonObject before) {
        WriteAction delete = new WriteAction(
                TABLE, Type.DELETE, new JsonObject().put("Key", TABLE.key().of(item())));
        return texts(delete.charges(before, delete.applyTo(before), false));
    }

    private static List<String> texts(List<Charge> charges) {
        return charges.stream()
                .map(charge -> charge.resource().name() + " " + charge.partition() + " " + charge.units())
                .toList();
    }

    private static JsonObject item(String... attributes) {
        JsonObject item = new JsonObject().put("PK", string("p")).put("SK", string("s"));
        for (int i = 0; i < attributes.length; i += 2) {
            item.put(attributes[i], string(attributes[i + 1]));
        }
        return item;
    }

    private static JsonObject string(String value) {
        return new JsonObject().put("S", value);
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}
