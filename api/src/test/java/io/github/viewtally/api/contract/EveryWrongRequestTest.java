package io.github.viewtally.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends every invalid request that can be derived from the parameters and schemas of the contract. */
class EveryWrongRequestTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @AfterEach
    void assertNoCallsToTheTable() {
        assertThat(api.dynamoDb.calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.viewtally.api.contract.WrongRequest#all")
    void reportsTheInvalidInput(WrongRequest wrong) {
        TestResponse response = api.send(wrong.method(), wrong.uri(), wrong.headers(), wrong.body());

        response.isProblem(wrong.status(), wrong.pointer().isEmpty() ? new String[0] : new String[] {wrong.pointer()});
        if (wrong.status() == 405) {
            assertThat(response.headers().get("Allow"))
                    .isNotBlank()
                    .doesNotContain(wrong.method().name());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void reportsTheInvalidInputInABatch(String what, BrokenObject broken) {
        TestResponse response =
                api.post("/events", "{\"events\":[" + broken.json() + "]}").hasStatus(200);

        JsonArray rejected = response.json().getJsonArray("rejected");
        assertThat(response.json().getInteger("accepted")).isZero();
        assertThat(rejected).hasSize(1);
        JsonObject problem = rejected.getJsonObject(0).getJsonObject("problem");
        assertThat(problem.getInteger("status")).isEqualTo(400);
        assertThat(problem.getJsonArray("errors"))
                .anySatisfy(error ->
                        assertThat(((JsonObject) error).getString("pointer")).endsWith("/" + broken.field()));
    }

    static Stream<Arguments> reportsTheInvalidInputInABatch() {
        List<JsonObject> good = new JsonObject(Samples.EVENTS)
                .getJsonArray("events").stream().map(JsonObject.class::cast).toList();
        return Contract.INSTANCE.operations().stream()
                .filter(operation -> operation.id().equals("recordEvents"))
                .flatMap(EveryWrongRequestTest::kindsOfEvent)
                .flatMap(schema -> good.stream()
                        .filter(event -> event.getString("type").equals(typeOf(schema)))
                        .flatMap(event -> BrokenObject.of(schema, event)
                                .map(broken -> arguments(typeOf(schema) + ": " + abbreviated(broken.what()), broken))));
    }

    private static Stream<JsonObject> kindsOfEvent(ContractOperation operation) {
        return operation
                .requestSchema()
                .orElseThrow()
                .getJsonObject("properties")
                .getJsonObject("events")
                .getJsonObject("items")
                .getJsonArray("oneOf")
                .stream()
                .map(JsonObject.class::cast);
    }

    private static String typeOf(JsonObject schema) {
        return schema.getJsonObject("properties").getJsonObject("type").getString("const");
    }

    private static String abbreviated(String what) {
        String shown = what.length() <= 80 ? what : what.substring(0, 80) + "...";
        return shown.replaceAll("[^ -~]", "?");
    }
}
