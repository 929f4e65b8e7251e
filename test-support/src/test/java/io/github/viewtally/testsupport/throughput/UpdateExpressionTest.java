package io.github.viewtally.testsupport.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class UpdateExpressionTest {

    private static final String OLD = "{'PK': {'S': 'p'}, 'views': {'N': '41'}, 'tags': {'SS': ['a', 'b']},"
            + " 'list': {'L': [{'S': 'x'}]}, 'gone': {'S': 'g'}}";

    @Test
    void setsAttributes() {
        assertThat(updated("SET a = :one, b = #views, #gone = if_not_exists(a, :two), c = if_not_exists(views, :one)"))
                .isEqualTo(old("a", "{'N': '1'}")
                        .put("b", json("{'N': '41'}"))
                        .put("gone", json("{'N': '2'}"))
                        .put("c", json("{'N': '41'}")));
    }

    @Test
    void calculates() {
        assertThat(updated("SET views = views + :one")).isEqualTo(old("views", "{'N': '42'}"));
        assertThat(updated("set views = views - :two")).isEqualTo(old("views", "{'N': '39'}"));
        assertThat(updated("SET list = list_append(list, :list)"))
                .isEqualTo(old("list", "{'L': [{'S': 'x'}, {'S': 'y'}]}"));
    }

    @Test
    void addsToNumbersAndSets() {
        assertThat(updated("ADD #views :one, fresh :two, tags :tags"))
                .isEqualTo(old("views", "{'N': '42'}")
                        .put("fresh", json("{'N': '2'}"))
                        .put("tags", json("{'SS': ['a', 'b', 'c']}")));
    }

    @Test
    void removesAttributesAndElements() {
        JsonObject withoutGone = json(OLD);
        withoutGone.remove("gone");
        assertThat(updated("REMOVE #gone, other")).isEqualTo(withoutGone);
        assertThat(updated("DELETE tags :tags")).isEqualTo(old("tags", "{'SS': ['a']}"));
        assertThat(updated("DELETE tags :all").containsKey("tags")).isFalse();
    }

    @Test
    void takesSeveralClausesAndReadsTheOldItemInAllOfThem() {
        assertThat(updated("SET a = views ADD views :one REMOVE gone").encode())
                .contains("\"a\":{\"N\":\"41\"}", "\"views\":{\"N\":\"42\"}")
                .doesNotContain("gone");
    }

    @Test
    void keepsTheOldItemAsItIs() {
        JsonObject old = json(OLD);
        UpdateExpression.apply(old, update("SET a = :one ADD tags :tags REMOVE gone"));
        assertThat(old).isEqualTo(json(OLD));
    }

    @Test
    void refusesPathsIntoDocuments() {
        assertThatThrownBy(() -> updated("SET a.b = :one")).hasMessageContaining("a.b");
        assertThatThrownBy(() -> updated("REMOVE list[0]")).hasMessageContaining("list[0]");
    }

    private static JsonObject updated(String expression) {
        return UpdateExpression.apply(json(OLD), update(expression));
    }

    private static JsonObject update(String expression) {
        return new JsonObject()
                .put("UpdateExpression", expression)
                .put(
                        "ExpressionAttributeNames",
                        new JsonObject().put("#views", "views").put("#gone", "gone"))
                .put(
                        "ExpressionAttributeValues",
                        json("{':one': {'N': '1'}, ':two': {'N': '2'}, ':tags': {'SS': ['b', 'c']},"
                                + " ':all': {'SS': ['a', 'b']}, ':list': {'L': [{'S': 'y'}]}}"));
    }

    private static JsonObject old(String attribute, String value) {
        return json(OLD).put(attribute, json(value));
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }
}
