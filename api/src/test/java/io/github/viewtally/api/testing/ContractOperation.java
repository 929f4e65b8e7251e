package io.github.viewtally.api.testing;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An operation of the contract. */
public record ContractOperation(HttpMethod method, String path, Pattern paths, JsonObject json) {

    private static final String LINES = "application/x-ndjson";
    private static final String DATA = "data: ";

    ContractOperation(HttpMethod method, String path, JsonObject json) {
        this(method, path, Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+")), json);
    }

    /** Returns whether a body of this media type is one JSON value. */
    public static boolean isJson(String mediaType) {
        return mediaType.endsWith("json") && !mediaType.equals(LINES);
    }

    public String id() {
        return json.getString("operationId");
    }

    /** Returns whether it is for monitors and browsers, whose query parameters are ignored. */
    public boolean isForMonitors() {
        return json.getJsonArray("tags").contains("operation");
    }

    public Set<String> statuses() {
        return json.getJsonObject("responses").fieldNames();
    }

    public JsonObject schemaOf(String status, String type) {
        return json.getJsonObject("responses")
                .getJsonObject(status)
                .getJsonObject("content")
                .getJsonObject(type)
                .getJsonObject("schema");
    }

    /** The schemas by media type: of the request under {@code request}, and of the response under each status. */
    public Map<String, JsonObject> contents() {
        Map<String, JsonObject> contents = new LinkedHashMap<>();
        contents.put("request", json.getJsonObject("requestBody", new JsonObject()));
        json.getJsonObject("responses")
                .forEach(response -> contents.put(response.getKey(), (JsonObject) response.getValue()));
        contents.replaceAll((part, holder) -> holder.getJsonObject("content", new JsonObject()));
        return contents;
    }

    /** The examples of a body, by their names. */
    public JsonObject examples() {
        return requestContent().orElseThrow().getJsonObject("examples");
    }

    /** The parameters in the path or in the query. */
    public List<JsonObject> parameters(String in) {
        return json.getJsonArray("parameters", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(parameter -> parameter.getString("in").equals(in))
                .toList();
    }

    public List<String> names(String in) {
        return parameters(in).stream()
                .map(parameter -> parameter.getString("name"))
                .toList();
    }

    /** Returns a valid path with the required parameters of the query. */
    public String sampleUri() {
        return Samples.path(path, Map.of())
                + parameters("query").stream()
                        .filter(parameter -> parameter.getBoolean("required", false))
                        .map(parameter -> "?" + parameter.getString("name") + "=v")
                        .collect(joining());
    }

    void checkResponse(TestResponse response, boolean withBody) {
        JsonObject documented = json.getJsonObject("responses").getJsonObject(Integer.toString(response.status()));
        assertThat(documented).as("%s returned %s", this, response.status()).isNotNull();
        JsonObject headers = documented.getJsonObject("headers", new JsonObject());
        headers.forEach(header -> checkHeader(header.getKey(), (JsonObject) header.getValue(), response));
        JsonObject content = documented.getJsonObject("content");
        if (content == null) {
            assertThat(response.body().length()).isZero();
            return;
        }
        String type = response.headers().get("Content-Type");
        String essence = type == null ? "" : type.split(";", 2)[0];
        assertThat(content.fieldNames()).contains(essence);
        documented
                .getJsonObject("headers", new JsonObject())
                .forEach(header -> checkHeader(header.getKey(), (JsonObject) header.getValue(), response));
        if (withBody) {
            if (essence.equals(LINES)) {
                response.lines().forEach(line -> Contract.conforms(Contract.INSTANCE.schema("ExportLine"), line));
            }
            if (essence.equals(RawHttp.EVENTS)) {
                checkEvents(response.body().toString());
            }
            Object body = isJson(essence)
                    ? Json.decodeValue(response.content())
                    : response.body().toString();
            Contract.conforms(schemaOf(Integer.toString(response.status()), essence), body);
        }
    }

    private static void checkEvents(String stream) {
        assertThat(stream).startsWith("retry: ").endsWith("\n\n");
        stream.lines()
                .filter(line -> line.startsWith(DATA))
                .forEach(line -> Contract.conforms(
                        Contract.INSTANCE.schema("VideoSummary"), new JsonObject(line.substring(DATA.length()))));
    }

    private void checkHeader(String name, JsonObject header, TestResponse response) {
        String value = response.headers().get(name);
        if (value == null) {
            assertThat(header.getBoolean("required", false)).as(name).isFalse();
            return;
        }
        JsonObject schema = header.getJsonObject("schema");
        boolean whole = "integer".equals(schema.getString("type"));
        Contract.conforms(schema, whole && value.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(value) : value);
    }

    void checkAcceptedBody(Buffer body, TestResponse response) {
        if (id().equals("recordEvents")) {
            JsonObject events = (JsonObject) Contract.withDateTimes(body.toJsonObject());
            checkAcceptedEvents(events.getJsonArray("events"), response.json());
        } else {
            requestSchema()
                    .ifPresent(schema -> Contract.conforms(schema, Contract.withDateTimes(Json.decodeValue(body))));
        }
    }

    /** Checks every event except the rejected ones against the schema. */
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
                Contract.conforms(schema.getJsonObject("items"), events.getValue(i));
            }
        }
    }

    /** The schema of the body of a request; empty if it has none. */
    public Optional<JsonObject> requestSchema() {
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
