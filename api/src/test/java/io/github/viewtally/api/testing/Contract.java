package io.github.viewtally.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract of the API. Checks a request and its response against it. */
public final class Contract {

    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://viewtally")
            .setOutputFormat(OutputFormat.Basic);

    /** One for every schema, which takes longer to prepare than to use. */
    private static final Map<JsonObject, Validator> VALIDATORS = new IdentityHashMap<>();

    /** What is served to browsers as files. */
    private static final Pattern OUTSIDE = Pattern.compile("/|/client[.](js|d[.]ts)|/(dashboard|demo|docs)(/.*)?");

    /** The offsets that a timestamp may have beside those of {@code format: date-time}. */
    private static final Pattern SHORT_OFFSET = Pattern.compile("([^+-]+-[^+-]+-[^+-]+[Tt][^+-]+[+-]\\d\\d)(\\d\\d)?");

    public static final Contract INSTANCE = new Contract();

    private final JsonObject written = read();
    private final JsonObject document = (JsonObject) resolved(written);
    private final List<ContractOperation> operations =
            operationsOf(document.getJsonObject("paths")).toList();

    private Contract() {}

    private static JsonObject read() {
        try (InputStream file = Contract.class.getResourceAsStream("/openapi.yaml")) {
            Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            return new JsonObject(new JsonObject(yaml).encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a copy with all references resolved. x-const is a const that generators of clients must not see. */
    private Object resolved(Object node) {
        if (node instanceof JsonArray array) {
            return new JsonArray(
                    new ArrayList<>(array.stream().map(this::resolved).toList()));
        }
        if (!(node instanceof JsonObject object)) {
            return node;
        }
        if (object.containsKey("$ref")) {
            Object target = written;
            for (String name : object.getString("$ref").substring(2).split("/")) {
                target = ((JsonObject) target).getValue(name);
            }
            return resolved(target);
        }
        JsonObject copy = new JsonObject();
        object.forEach(entry ->
                copy.put(entry.getKey().equals("x-const") ? "const" : entry.getKey(), resolved(entry.getValue())));
        return copy;
    }

    /** The contract with its references, not resolved. */
    public JsonObject written() {
        return written.copy();
    }

    public JsonObject schema(String name) {
        return document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    /** The fields that a body for this path must have. */
    public Stream<String> requiredFields(String path) {
        return operationsAt(path)
                .flatMap(operation -> operation.requestSchema().stream())
                .flatMap(schema -> schema.getJsonArray("required").stream())
                .map(String.class::cast);
    }

    public List<ContractOperation> operations() {
        return operations;
    }

    private Stream<ContractOperation> operationsOf(JsonObject paths) {
        return paths.stream().flatMap(path -> ((JsonObject) path.getValue())
                .stream()
                        .map(operation -> new ContractOperation(
                                HttpMethod.valueOf(operation.getKey().toUpperCase(Locale.ROOT)),
                                path.getKey(),
                                (JsonObject) operation.getValue())));
    }

    /** Finds the operations of a path. A name in braces matches any one segment. */
    private Stream<ContractOperation> operationsAt(String path) {
        return operations().stream()
                .filter(operation -> operation.paths().matcher(path).matches());
    }

    /** Fails if the response does not follow the contract. */
    public void check(HttpMethod method, String uri, Buffer requestBody, TestResponse response) {
        String path = uri.split("\\?", 2)[0];
        HttpMethod documented = method == HttpMethod.HEAD ? HttpMethod.GET : method;
        Optional<ContractOperation> operation = operationsAt(path)
                .filter(candidate -> candidate.method().equals(documented))
                .findFirst();
        if (operation.isPresent()) {
            operation.get().checkResponse(response, method != HttpMethod.HEAD);
            if (response.status() < 300) {
                operation.get().checkAcceptedBody(requestBody, response);
            }
        } else if (!OUTSIDE.matcher(path).matches()) {
            int status = operationsAt(path).findAny().isPresent() ? 405 : 404;
            response.hasStatus(status);
            conforms(schema("Problem"), method == HttpMethod.HEAD ? null : response.json());
        }
    }

    /** Fails if the value does not match the schema; null means no value. */
    public static void conforms(JsonObject schema, Object value) {
        if (value != null) {
            Validator validator;
            synchronized (VALIDATORS) {
                validator = VALIDATORS.computeIfAbsent(
                        schema, unknown -> Validator.create(JsonSchema.of(unknown), OPTIONS));
            }
            OutputUnit result = validator.validate(value);
            assertThat(result.getValid())
                    .as(() -> value + ": " + result.toJson())
                    .isTrue();
        }
    }

    /** Returns a copy whose timestamps have the offset of a date-time instead of a shorter one. */
    static Object withDateTimes(Object node) {
        if (node instanceof JsonArray array) {
            return new JsonArray(
                    new ArrayList<>(array.stream().map(Contract::withDateTimes).toList()));
        }
        if (node instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.forEach(entry -> copy.put(entry.getKey(), withDateTimes(entry.getValue())));
            return copy;
        }
        return node instanceof String text && SHORT_OFFSET.matcher(text).matches()
                ? SHORT_OFFSET
                        .matcher(text)
                        .replaceFirst(found -> found.group(1) + ":" + (found.group(2) == null ? "00" : found.group(2)))
                : node;
    }
}
