package io.github.viewtally.api.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.viewtally.api.server.BodyLimits;
import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.TestResponse;
import io.github.viewtally.model.Ids;
import io.github.viewtally.model.View;
import io.github.viewtally.model.VoteType;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract agrees with the code. {@link ApiUnderTest} checks every response against it. */
@ExtendWith(VertxExtension.class)
class ContractTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Set<String> OUTSIDE = Set.of(
            "/",
            "/dashboard/*",
            "/dashboard/charts/*",
            "/docs",
            "/docs/*",
            "/client.js",
            "/client.d.ts",
            "/demo",
            "/demo/*");

    @Test
    void isOpenApi(Vertx vertx) {
        // Vert.x requires known media types and an absolute server URL; the values do not matter for this check.
        String known = Contract.INSTANCE
                .written()
                .encode()
                .replace("application/problem+json", "application/hal+json")
                .replace("application/x-ndjson", "text/plain")
                .replace("text/event-stream", "text/plain")
                .replace("application/yaml", "text/plain")
                .replace("\"url\":\".\"", "\"url\":\"http://localhost\"");

        OpenAPIContract contract = ApiUnderTest.await(OpenAPIContract.from(vertx, new JsonObject(known)));

        assertThat(contract.operations()).hasSameSizeAs(Contract.INSTANCE.operations());
    }

    @Test
    void listsExactlyTheServedRoutes() {
        Set<String> served = new HashSet<>();
        api.routes().methods().forEach((path, methods) -> methods.stream()
                .filter(method -> !OUTSIDE.contains(path) && !method.equals(HttpMethod.HEAD))
                .forEach(method -> served.add(method + " " + path)));

        assertThat(Contract.INSTANCE.operations().stream().map(ContractOperation::toString))
                .containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void hasHeadForEveryGet() {
        assertThat(api.routes().methods().values()).allSatisfy(methods -> assertThat(methods.contains(HttpMethod.HEAD))
                .isEqualTo(methods.contains(HttpMethod.GET)));
    }

    @Test
    void hasTheIdPatternOfTheCode() {
        JsonObject id = Contract.INSTANCE.schema("Id");
        Pattern pattern = Pattern.compile(id.getString("pattern"));

        assertThat(id.getInteger("minLength")).isEqualTo(1);
        assertThat(id.getInteger("maxLength")).isEqualTo(Ids.MAX_LENGTH);
        for (char c = 0; c < 0x300; c++) {
            String text = Character.toString(c);
            assertThat(pattern.matcher(text).find()).as("character %d", (int) c).isEqualTo(Ids.isValid(text));
        }
    }

    @Test
    void hasTheDurationBoundsOfTheCode() {
        assertThat(Contract.INSTANCE.schema("Duration").getLong("minimum")).isZero();
        assertThat(Contract.INSTANCE.schema("Duration").getLong("maximum")).isEqualTo(View.MAX_DURATION);
    }

    @Test
    void hasTheVoteTypesOfTheCode() {
        assertThat(Contract.INSTANCE.schema("VoteType").getJsonArray("enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(VoteType.values()).map(VoteType::name).toList());
    }

    @Test
    void documentsTheMaximumBodyLength() {
        assertThat(Contract.INSTANCE.written().encode())
                .contains("longer than " + BodyLimits.MAX_EVENT_BODY / 1024 + " KiB", "longer than 1 MiB");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hasNoMoreItemsOnPageThanItsLimitAllows(ContractOperation operation) {
        JsonObject page = operation.schemaOf("200", "application/json").getJsonObject("properties");
        int most = operation.parameters("query").stream()
                .filter(parameter -> parameter.getString("name").equals("limit"))
                .findFirst()
                .orElseThrow()
                .getJsonObject("schema")
                .getInteger("maximum");

        assertThat(page.getJsonObject("items").getInteger("maxItems")).isEqualTo(most);
    }

    static Stream<ContractOperation> hasNoMoreItemsOnPageThanItsLimitAllows() {
        return Contract.INSTANCE.operations().stream()
                .filter(operation -> operation.names("query").contains("limit"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void hasExamplesThatAreAccepted(ContractOperation operation, String example, JsonObject value) {
        assertThat(api.post(operation.path(), value.encode()).status()).isBetween(200, 201);
    }

    static Stream<Arguments> hasExamplesThatAreAccepted() {
        return Contract.INSTANCE.operations().stream()
                .filter(operation -> operation.method().equals(HttpMethod.POST))
                .flatMap(operation -> operation.examples().stream()
                        .map(example -> arguments(
                                operation,
                                example.getKey(),
                                ((JsonObject) example.getValue()).getJsonObject("value"))));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource
    void hasExamplesOfAllRequestsAndResponses(
            ContractOperation operation, String part, String type, JsonObject content) {
        JsonObject examples = content.getJsonObject("examples", new JsonObject());

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            Object value = ((JsonObject) example.getValue()).getValue("value");
            Contract.conforms(content.getJsonObject("schema"), value);
            if (type.equals("application/problem+json")) {
                assertThat(((JsonObject) value).getInteger("status")).hasToString(part);
            }
        });
    }

    static Stream<Arguments> hasExamplesOfAllRequestsAndResponses() {
        return Contract.INSTANCE.operations().stream()
                .flatMap(operation -> operation.contents().entrySet().stream().flatMap(part -> part.getValue().stream()
                        .map(content -> arguments(operation, part.getKey(), content.getKey(), content.getValue()))));
    }

    @Test
    void documents503ForEveryOperation() {
        assertThat(Contract.INSTANCE.operations())
                .filteredOn(operation -> !List.of("live", "metrics").contains(operation.id()))
                .allSatisfy(operation -> assertThat(operation.statuses()).contains("503"));
        assertThat(Contract.INSTANCE.operations().stream()
                        .map(ContractOperation::id)
                        .collect(toSet()))
                .hasSameSizeAs(Contract.INSTANCE.operations());
    }

    /** Tests that the check of responses finds errors. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | application/json | {'videoId':'v','views':0,'duration':0,'likes':0}",
                "200 | application/json | {'videoId':'v','views':0,'duration':0,'likes':0,'dislikes':0,'x':0}",
                "200 | application/json | {'videoId':'v','views':'0','duration':0,'likes':0,'dislikes':0}",
                "200 | text/plain | {'videoId':'v','views':0,'duration':0,'likes':0,'dislikes':0}",
                "201 | application/json | {'videoId':'v','views':0,'duration':0,'likes':0,'dislikes':0}",
                "400 | application/problem+json | {'type':'','title':'','status':400}",
                "400 | application/problem+json |"
                        + " {'type':'','title':'','status':400,'detail':'','errors':[{'pointer':''}]}",
                "500 | application/problem+json | {'type':'','title':'','status':500,'detail':''}",
                "503 | application/problem+json | {'type':'','title':'','status':503,'detail':''}"
            })
    void wouldBeFoundBroken(int status, String type, String body) {
        TestResponse response = new TestResponse(
                status,
                MultiMap.caseInsensitiveMultiMap().add("Content-Type", type),
                Buffer.buffer(body.replace('\'', '"')));

        assertThatThrownBy(
                        () -> Contract.INSTANCE.check(HttpMethod.GET, "/videos/v/summary", Buffer.buffer(), response))
                .isInstanceOf(AssertionError.class);
    }
}
