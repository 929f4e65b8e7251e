package io.github.viewtally.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract that the API serves, and the check of an exchange against it. */
final class Contract {

    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://viewtally")
            .setOutputFormat(OutputFormat.Basic);

    /** One for every schema, which takes longer to prepare than to use. */
    private static final Map<JsonObject, Validator> VALIDATORS = new IdentityHashMap<>();

    /** What is served to browsers as files. */
    private static final Pattern OUTSIDE = Pattern.compile("/|/(dashboard|docs)(/.*)?");

    /** The offsets that a timestamp may have beside those of {@code format: date-time}. */
    private static final Pattern SHORT_OFFSET = Pattern.compile("([^+-]+-[^+-]+-[^+-]+[Tt][^+-]+[+-]\\d\\d)(\\d\\d)?");

    static final Contract INSTANCE = new Contract();

    private final JsonObject written = read();
    private final JsonObject document = (JsonObject) resolved(written);
    private final List<Operation> operations =
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

    /** A copy in which what references point to stands in their place. */
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
        object.forEach(entry -> copy.put(entry.getKey(), resolved(entry.getValue())));
        return copy;
    }

    /** The contract as it is written, with references. */
    JsonObject written() {
        return written.copy();
    }

    /** A schema by its name. */
    JsonObject schema(String name) {
        return document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    /** The fields that a body for this path must have. */
    Stream<String> requiredFields(String path) {
        return operationsAt(path)
                .flatMap(operation -> operation.requestSchema().stream())
                .flatMap(schema -> schema.getJsonArray("required").stream())
                .map(String.class::cast);
    }

    List<Operation> operations() {
        return operations;
    }

    private Stream<Operation> operationsOf(JsonObject paths) {
        return paths.stream().flatMap(path -> ((JsonObject) path.getValue())
                .stream()
                        .map(operation -> new Operation(
                                HttpMethod.valueOf(operation.getKey().toUpperCase(Locale.ROOT)),
                                path.getKey(),
                                (JsonObject) operation.getValue())));
    }

    /** What is served under a path; a name in braces stands for any one segment. */
    private Stream<Operation> operationsAt(String path) {
        return operations().stream()
                .filter(operation -> operation.paths.matcher(path).matches());
    }

    /** Fails if the exchange is not one of the contract. */
    void check(HttpMethod method, String uri, Buffer requestBody, Answer answer) {
        String path = uri.split("\\?", 2)[0];
        HttpMethod documented = method == HttpMethod.HEAD ? HttpMethod.GET : method;
        Optional<Operation> operation = operationsAt(path)
                .filter(candidate -> candidate.method.equals(documented))
                .findFirst();
        if (operation.isPresent()) {
            operation.get().checkAnswer(answer, method != HttpMethod.HEAD);
            if (answer.status() < 300) {
                operation.get().checkAcceptedBody(requestBody, answer);
            }
        } else if (!OUTSIDE.matcher(path).matches()) {
            int status = operationsAt(path).findAny().isPresent() ? 405 : 404;
            answer.hasStatus(status);
            conforms(schema("Problem"), method == HttpMethod.HEAD ? null : answer.json());
        }
    }

    /** Fails if the value does not keep to the schema; null stands for no value. */
    static void conforms(JsonObject schema, Object value) {
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

    /** A copy whose timestamps have the offset of a date-time, in place of a shorter one that is accepted too. */
    private static Object withDateTimes(Object node) {
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

    /** What is served under a method and a path. */
    record Operation(HttpMethod method, String path, Pattern paths, JsonObject json) {

        Operation(HttpMethod method, String path, JsonObject json) {
            this(method, path, Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+")), json);
        }

        String id() {
            return json.getString("operationId");
        }

        /** Whether monitors and browsers ask for it, to whose queries nobody pays heed. */
        boolean isForMonitors() {
            return json.getJsonArray("tags").contains("operation");
        }

        Set<String> statuses() {
            return json.getJsonObject("responses").fieldNames();
        }

        JsonObject schemaOf(String status, String type) {
            return json.getJsonObject("responses")
                    .getJsonObject(status)
                    .getJsonObject("content")
                    .getJsonObject(type)
                    .getJsonObject("schema");
        }

        /** What is sent by media type: under {@code request} what a request may be, and for each status its answer. */
        Map<String, JsonObject> contents() {
            Map<String, JsonObject> contents = new LinkedHashMap<>();
            contents.put("request", json.getJsonObject("requestBody", new JsonObject()));
            json.getJsonObject("responses")
                    .forEach(response -> contents.put(response.getKey(), (JsonObject) response.getValue()));
            contents.replaceAll((part, holder) -> holder.getJsonObject("content", new JsonObject()));
            return contents;
        }

        /** The examples of a body, by their names. */
        JsonObject examples() {
            return requestContent().orElseThrow().getJsonObject("examples");
        }

        /** The parameters that stand in the path or in the query. */
        List<JsonObject> parameters(String in) {
            return json.getJsonArray("parameters", new JsonArray()).stream()
                    .map(JsonObject.class::cast)
                    .filter(parameter -> parameter.getString("in").equals(in))
                    .toList();
        }

        List<String> names(String in) {
            return parameters(in).stream()
                    .map(parameter -> parameter.getString("name"))
                    .toList();
        }

        private void checkAnswer(Answer answer, boolean withBody) {
            JsonObject response = json.getJsonObject("responses").getJsonObject(Integer.toString(answer.status()));
            assertThat(response).as("%s answered by %s", this, answer.status()).isNotNull();
            JsonObject headers = response.getJsonObject("headers", new JsonObject());
            headers.forEach(header -> checkHeader(header.getKey(), (JsonObject) header.getValue(), answer));
            JsonObject content = response.getJsonObject("content");
            if (content == null) {
                assertThat(answer.body().length()).isZero();
                return;
            }
            String type = answer.headers().get("Content-Type");
            String essence = type == null ? "" : type.split(";", 2)[0];
            assertThat(content.fieldNames()).contains(essence);
            response.getJsonObject("headers", new JsonObject())
                    .forEach(header -> checkHeader(header.getKey(), (JsonObject) header.getValue(), answer));
            if (withBody) {
                Object body = essence.endsWith("json")
                        ? Json.decodeValue(answer.content())
                        : answer.body().toString();
                conforms(schemaOf(Integer.toString(answer.status()), essence), body);
            }
        }

        private void checkHeader(String name, JsonObject header, Answer answer) {
            String value = answer.headers().get(name);
            if (value == null) {
                assertThat(header.getBoolean("required", false)).as(name).isFalse();
                return;
            }
            JsonObject schema = header.getJsonObject("schema");
            boolean whole = "integer".equals(schema.getString("type"));
            conforms(schema, whole && value.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(value) : value);
        }

        private void checkAcceptedBody(Buffer body, Answer answer) {
            if (id().equals("recordEvents")) {
                JsonObject events = (JsonObject) withDateTimes(body.toJsonObject());
                checkAcceptedEvents(events.getJsonArray("events"), answer.json());
            } else {
                requestSchema().ifPresent(schema -> conforms(schema, withDateTimes(Json.decodeValue(body))));
            }
        }

        /** Every event but the rejected ones keeps to the schema, and they are all there are. */
        private void checkAcceptedEvents(JsonArray events, JsonObject result) {
            JsonObject schema =
                    requestSchema().orElseThrow().getJsonObject("properties").getJsonObject("events");
            List<Integer> rejected = result.getJsonArray("rejected").stream()
                    .map(rejection -> ((JsonObject) rejection).getInteger("index"))
                    .toList();
            assertThat(events.size()).isBetween(schema.getInteger("minItems"), schema.getInteger("maxItems"));
            assertThat(result.getInteger("accepted")).isEqualTo(events.size() - rejected.size());
            assertThat(rejected).isSorted().doesNotHaveDuplicates().allMatch(index -> index < events.size());
            for (int i = 0; i < events.size(); i++) {
                if (!rejected.contains(i)) {
                    conforms(schema.getJsonObject("items"), events.getValue(i));
                }
            }
        }

        /** The schema of the body of a request; empty if it has none. */
        Optional<JsonObject> requestSchema() {
            return requestContent().map(content -> content.getJsonObject("schema"));
        }

        private Optional<JsonObject> requestContent() {
            return Optional.ofNullable(json.getJsonObject("requestBody"))
                    .map(request -> request.getJsonObject("content").getJsonObject("application/json"));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
