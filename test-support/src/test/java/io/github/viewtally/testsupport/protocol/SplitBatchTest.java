package io.github.viewtally.testsupport.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class SplitBatchTest {

    private static final JsonObject WRITES =
            json("{'RequestItems': {'a': [{'x': 1}, {'x': 2}, {'x': 3}], 'b': [{'x': 4}]}, 'Option': 'o'}");
    private static final JsonObject READS = json("{'RequestItems': {'a': {'Keys': [{'x': 1}, {'x': 2}], 'C': true}}}");

    @Test
    void forwardsTheSelectedWritesAndReturnsTheOthers() {
        SplitBatch split = new SplitBatch("BatchWriteItem", WRITES, (table, index, size) -> index == 1);
        assertThat(split.forwarded()).isEqualTo(json("{'RequestItems': {'a': [{'x': 2}]}, 'Option': 'o'}"));
        assertThat(split.addUnprocessedTo(json("{'UnprocessedItems': {}}")))
                .isEqualTo(json("{'UnprocessedItems': {'a': [{'x': 1}, {'x': 3}], 'b': [{'x': 4}]}}"));
    }

    @Test
    void addsToWhatDynamoDbReturns() {
        SplitBatch split = new SplitBatch("BatchWriteItem", WRITES, (table, index, size) -> index < size / 2);
        assertThat(split.addUnprocessedTo(json("{'UnprocessedItems': {'a': [{'x': 1}], 'c': [{'x': 9}]}}")))
                .isEqualTo(
                        json(
                                "{'UnprocessedItems': {'a': [{'x': 2}, {'x': 3}, {'x': 1}], 'b': [{'x': 4}], 'c': [{'x': 9}]}}"));
    }

    @Test
    void keepsTheOptionsOfReads() {
        SplitBatch split = new SplitBatch("BatchGetItem", READS, (table, index, size) -> index == 0);
        assertThat(split.forwarded()).isEqualTo(json("{'RequestItems': {'a': {'Keys': [{'x': 1}], 'C': true}}}"));
        assertThat(split.addUnprocessedTo(json("{'Responses': {}}")))
                .isEqualTo(json("{'Responses': {}, 'UnprocessedKeys': {'a': {'Keys': [{'x': 2}], 'C': true}}}"));
    }

    @Test
    void saysWhetherAllOrNothingIsForwarded() {
        SplitBatch all = new SplitBatch("BatchWriteItem", WRITES, (table, index, size) -> true);
        SplitBatch some = new SplitBatch("BatchWriteItem", WRITES, (table, index, size) -> table.equals("b"));
        SplitBatch none = new SplitBatch("BatchWriteItem", WRITES, (table, index, size) -> false);
        assertThat(all.forwardsAll()).isTrue();
        assertThat(some.forwardsAll() || some.forwardsNothing()).isFalse();
        assertThat(none.forwardsNothing()).isTrue();
        assertThat(none.addUnprocessedTo(new JsonObject()).getJsonObject("UnprocessedItems"))
                .isEqualTo(WRITES.getJsonObject("RequestItems"));
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}
