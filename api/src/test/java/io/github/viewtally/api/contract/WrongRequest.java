package io.github.viewtally.api.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An invalid request with one error, generated from the contract.
 *
 * @param what the error, for people
 * @param status the expected status
 * @param pointer the only place that the response must name; empty for none
 */
record WrongRequest(
        HttpMethod method,
        String uri,
        Map<String, String> headers,
        Buffer body,
        String what,
        int status,
        String pointer) {

    private static final Pattern LIMIT = Pattern.compile("longer than (\\d+) (KiB|MiB)");

    @Override
    public String toString() {
        String shown = what.length() <= 80 ? what : what.substring(0, 80) + "...";
        return method + " " + uri.split("\\?")[0] + ": " + shown.replaceAll("[^ -~]", "?");
    }

    /** Returns every invalid request that can be derived from the contract. */
    static Stream<WrongRequest> all() {
        return Contract.INSTANCE.operations().stream().flatMap(operation -> Stream.of(
                        methods(operation),
                        path(operation),
                        query(operation),
                        operation.requestSchema().isPresent()
                                ? Stream.concat(envelope(operation), fields(operation))
                                : Stream.<WrongRequest>of())
                .flatMap(requests -> requests));
    }

    private static Stream<WrongRequest> methods(ContractOperation operation) {
        List<String> served = Contract.INSTANCE.operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .map(other -> other.method().name())
                .toList();
        return Stream.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "PROPFIND")
                .filter(method -> !served.contains(method))
                .map(method -> new WrongRequest(
                        HttpMethod.valueOf(method),
                        Samples.path(operation.path(), Map.of()),
                        Map.of(),
                        Buffer.buffer(),
                        "wrong method",
                        405,
                        ""));
    }

    private static Stream<WrongRequest> path(ContractOperation operation) {
        return operation.parameters("path").stream().flatMap(parameter -> {
            String name = parameter.getString("name");
            return WrongValues.inUri(parameter.getJsonObject("schema"))
                    // A path segment cannot be empty or a dot segment.
                    .filter(value -> !value.matches("[.]{0,2}"))
                    .map(value -> good(
                            operation,
                            Samples.path(operation.path(), Map.of(name, Samples.encoded(value))),
                            name + " = " + value,
                            "{" + name + "}"));
        });
    }

    private static Stream<WrongRequest> query(ContractOperation operation) {
        if (operation.isForMonitors()) {
            return Stream.of();
        }
        String path = Samples.path(operation.path(), Map.of());
        Stream<WrongRequest> wrong = operation.parameters("query").stream().flatMap(parameter -> {
            String name = parameter.getString("name");
            Stream<String> values = WrongValues.inUri(parameter.getJsonObject("schema"))
                    .map(value -> name + "=" + Samples.encoded(value));
            String other = operation.names("query").stream()
                    .filter(known -> !known.equals(name))
                    .findFirst()
                    .orElse("other");
            Stream<String> twice =
                    parameter.getJsonObject("schema").getString("type").equals("array")
                            ? Stream.of(name + "=1&" + name + "=", name + "=1&" + name)
                            : Stream.of(name + "=1&" + name + "=1", name + "=1&" + other + "=5&" + name);
            return Stream.concat(values, twice)
                    .map(query -> good(operation, path + "?" + query, "?" + query, "?" + name));
        });
        Stream<WrongRequest> missing = operation.parameters("query").stream()
                .filter(parameter -> parameter.getBoolean("required", false))
                .map(parameter -> parameter.getString("name"))
                .map(name -> good(operation, path, "without " + name, "?" + name));
        Stream<WrongRequest> unknown = Stream.of("x=1", "x", "x=1&x=2", "Ids=1")
                .map(query -> good(operation, path + "?" + query, "?" + query, "?" + query.split("=")[0]));
        Stream<WrongRequest> unreadable = Stream.of("%", "%zz", "a=%4", "a=1&b=%q1")
                .map(query -> good(operation, path + "?" + query, "?" + query, ""));
        return Stream.of(wrong, missing, unknown, unreadable).flatMap(requests -> requests);
    }

    /** A request that is valid except for its URI. */
    private static WrongRequest good(ContractOperation operation, String uri, String what, String pointer) {
        boolean hasBody = operation.requestSchema().isPresent();
        return new WrongRequest(
                operation.method(),
                uri,
                hasBody ? ApiUnderTest.JSON : Map.of(),
                Buffer.buffer(hasBody ? Samples.body(operation.path()) : ""),
                what,
                400,
                pointer);
    }

    /** Errors of a body that do not depend on its fields. */
    private static Stream<WrongRequest> envelope(ContractOperation operation) {
        String goodText = Samples.body(operation.path());
        byte[] good = goodText.getBytes(UTF_8);
        Stream<WrongRequest> cut = Stream.iterate(0, at -> at < good.length, at -> at + 1 + good.length / 20)
                .map(at -> body(operation, Arrays.copyOf(good, at), "cut off at " + at, "#"));
        Stream<WrongRequest> notJson = Stream.of(
                        "null",
                        "1",
                        "\"a\"",
                        "[]",
                        "[{}]",
                        goodText + "{}",
                        "{\"a\":}",
                        "{'a':1}",
                        "{a:1}",
                        "//\n{}",
                        "{\"a\":01}")
                .map(text -> body(operation, text.getBytes(UTF_8), text, "#"));
        String begun = goodText.substring(0, goodText.indexOf(':') + 1) + (goodText.contains("[") ? "[" : "");
        Stream<WrongRequest> deep = Stream.of("[", "{\"x\":")
                .map(open -> body(operation, (begun + open.repeat(5_000)).getBytes(UTF_8), "deep " + open, "#"));
        Stream<WrongRequest> notUtf8 = Stream.of(new byte[] {(byte) 0xff}, new byte[] {(byte) 0xc0, (byte) 0xaf})
                .map(bytes -> body(
                        operation,
                        Buffer.buffer("{\"")
                                .appendBytes(bytes)
                                .appendString("\":1}")
                                .getBytes(),
                        "no UTF-8",
                        "#"));
        Stream<WrongRequest> wrongHeaders = Stream.of(
                        Map.<String, String>of(),
                        Map.of("Content-Type", ""),
                        Map.of("Content-Type", "text/html"),
                        Map.of("Content-Type", "text/plain; charset=utf-16"),
                        Map.of("Content-Type", "text/plain; charset=iso-8859-1"),
                        Map.of("Content-Type", "text/plain; charset="),
                        Map.of("Content-Type", "text/plain; charset=utf-8; charset=us-ascii"),
                        Map.of("Content-Type", "text/plain, application/json"),
                        Map.of("Content-Type", "text/plainer"),
                        Map.of("Content-Type", "text/plain", "Content-Encoding", "gzip"),
                        Map.of("Content-Type", "text/plain", "Origin", "https://other.example"),
                        Map.of("Content-Type", "text/plain", "Origin", "null"),
                        Map.of("Content-Type", "text/plain", "Sec-Fetch-Site", "cross-site"),
                        Map.of("Content-Type", "text/plain", "Sec-Fetch-Site", "same-site"),
                        Map.of("Content-Type", "text/plain; application/json"),
                        Map.of("Content-Type", "application/jsonp"),
                        Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"))
                .map(headers -> new WrongRequest(
                        operation.method(),
                        operation.path(),
                        headers,
                        Buffer.buffer(good),
                        "headers " + headers,
                        415,
                        ""));
        WrongRequest tooLong = new WrongRequest(
                operation.method(),
                operation.path(),
                ApiUnderTest.JSON,
                Buffer.buffer(" ".repeat(limit(operation) + 1)),
                "too long",
                413,
                "");
        return Stream.of(cut, notJson, deep, notUtf8, wrongHeaders, Stream.of(tooLong))
                .flatMap(requests -> requests);
    }

    /** The longest body in bytes, as the contract says it. */
    private static int limit(ContractOperation operation) {
        Matcher limit = LIMIT.matcher(
                operation.json().getJsonObject("responses").getJsonObject("413").getString("description"));
        if (!limit.find()) {
            throw new AssertionError("no limit in " + operation);
        }
        return Integer.parseInt(limit.group(1)) * (limit.group(2).equals("KiB") ? 1 << 10 : 1 << 20);
    }

    private static Stream<WrongRequest> fields(ContractOperation operation) {
        return BrokenObject.of(operation.requestSchema().orElseThrow(), new JsonObject(Samples.body(operation.path())))
                .map(broken -> body(operation, broken.json().getBytes(UTF_8), broken.what(), "#/" + broken.field()));
    }

    private static WrongRequest body(ContractOperation operation, byte[] bytes, String what, String pointer) {
        return new WrongRequest(
                operation.method(), operation.path(), ApiUnderTest.JSON, Buffer.buffer(bytes), what, 400, pointer);
    }
}
