package io.github.viewtally.api.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.FuzzedJson;
import io.github.viewtally.api.testing.Samples;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates random requests: some valid, most unusual. The same seed generates the same request. */
final class Fuzzer {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post", "FUZZ");
    private static final List<String> ESCAPES = List.of(
            "%",
            "%2",
            "%zz",
            "%00",
            "%0d%0a",
            "%2F",
            "%23",
            "%25",
            "%2e%2e",
            "%C0%AF",
            "%ED%A0%80",
            "%ff",
            "%E2%82%AC",
            "%u0041",
            "+",
            "%20",
            ";",
            ";x=1",
            ",",
            "&",
            "=",
            "'",
            "\"",
            "<",
            "{id}",
            "\\",
            "|",
            "^",
            "..",
            "*",
            "$",
            "!");
    private static final List<String> MANGLES = List.of(
            "/", "//", "/.", "/./", "/..", "/../", "/%2e%2e/", ".json", ";a=b", "/summary", "%20", "%2f", "?", "/x/..");
    private static final List<String> JSON_TYPES = List.of(
            "application/json; charset=utf-8", "Application/JSON", "application/json;x=y", " application/json ");
    private static final List<String> OTHER_TYPES =
            List.of("", "text/plain", "*/*", "application/json,text/plain", "json", "multipart/form-data", "\u00ff");
    private static final List<String> NAMES = List.of(
            "Accept",
            "Accept-Language",
            "Authorization",
            "Content-Encoding",
            "Cookie",
            "Forwarded",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "Origin",
            "Range",
            "Referer",
            "User-Agent",
            "X-Forwarded-For",
            "X-HTTP-Method-Override",
            "X-Request-Id",
            "traceparent",
            "x-fuzz");

    private final Random random;
    private final FuzzedJson json;

    Fuzzer(long seed) {
        random = new Random(seed);
        json = new FuzzedJson(random);
    }

    FuzzedRequest request() {
        List<ContractOperation> all = Contract.INSTANCE.operations();
        List<ContractOperation> writes = all.stream()
                .filter(operation -> !operation.method().equals(HttpMethod.GET))
                .toList();
        ContractOperation operation = pick(chance(65) ? writes : all);
        Map<String, String> segments = new HashMap<>();
        operation
                .parameters("path")
                .forEach(parameter ->
                        segments.put(parameter.getString("name"), segment(parameter.getJsonObject("schema"))));
        String path = Samples.path(operation.path(), segments);
        boolean oddMethod = chance(4);
        boolean oddPath = chance(6);
        boolean hasBody = operation.requestSchema().isPresent();
        String query = query(operation);
        Map<String, String> headers = new LinkedHashMap<>();
        boolean oddType = hasBody && chance(4);
        if (hasBody) {
            headers.put("Content-Type", type(oddType));
        }
        boolean oddHeaders = chance(10);
        if (oddHeaders) {
            addHeaders(headers);
        }
        byte[] body = hasBody || chance(3) ? body(operation) : new byte[0];
        return new FuzzedRequest(
                operation,
                HttpMethod.valueOf(
                        oddMethod ? pick(METHODS) : operation.method().name()),
                (oddPath ? mangled(path) : path) + query,
                segments,
                headers,
                body.length > 0 && chance(10),
                body,
                !oddMethod && !oddPath && !oddType && !oddHeaders && (query.isEmpty() || !hasBody));
    }

    private String type(boolean odd) {
        if (odd) {
            return pick(OTHER_TYPES);
        }
        return chance(85) ? "application/json" : pick(JSON_TYPES);
    }

    private void addHeaders(Map<String, String> headers) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            String value = random.ints(random.nextInt(chance(5) ? 2_000 : 40), 0x20, 0x100)
                    .filter(c -> c != 0x7f)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            headers.put(
                    pick(NAMES), chance(40) ? pick(List.of("*", "gzip", "bytes=0-1", "null", "\"5\"")) : value.strip());
        }
    }

    private String segment(JsonObject schema) {
        String good = "date-time".equals(schema.getString("format")) ? json.time() : json.id();
        if (chance(75)) {
            return chance(50) ? Samples.encoded(good) : everyCharacterEncoded(good);
        }
        String odd = chance(50) ? Samples.encoded(json.oddText()) : good + pick(ESCAPES);
        return odd.matches("[.]{0,2}") ? "%" : odd;
    }

    private static String everyCharacterEncoded(String text) {
        return text.chars()
                .mapToObj(c -> String.format(Locale.ROOT, "%%%02x", c))
                .collect(Collectors.joining());
    }

    private String mangled(String path) {
        int at = random.nextInt(path.length() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> path + pick(MANGLES);
            case 1 -> path.substring(0, at) + pick(MANGLES) + path.substring(at);
            case 2 -> "/" + path.substring(0, at) + pick(ESCAPES);
            default -> path.substring(0, Math.max(1, at));
        };
    }

    private String query(ContractOperation operation) {
        List<JsonObject> parameters = operation.parameters("query");
        if (chance(parameters.isEmpty() ? 94 : 30)) {
            return "";
        }
        return Stream.generate(
                        () -> parameters.isEmpty() || chance(10) ? json.id() + "=1" : parameter(pick(parameters)))
                .limit(1 + random.nextInt(3))
                .collect(Collectors.joining(chance(95) ? "&" : "&&;", "?", ""));
    }

    private String parameter(JsonObject parameter) {
        String value =
                switch (random.nextInt(4)) {
                    case 0 -> Samples.encoded(json.oddText());
                    case 1 -> json.id() + pick(ESCAPES);
                    default -> Samples.encoded(validValue(parameter));
                };
        return parameter.getString("name") + (chance(95) ? "=" : "") + value;
    }

    private String validValue(JsonObject parameter) {
        JsonObject schema = parameter.getJsonObject("schema");
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum")
                    .getString(random.nextInt(schema.getJsonArray("enum").size()));
        }
        return switch (schema.getString("type")) {
            case "integer" -> Integer.toString(1 + random.nextInt(schema.getInteger("maximum") + 1));
            case "array" -> json.id() + "," + json.id();
            default -> "date-time".equals(schema.getString("format")) ? json.time() : json.id();
        };
    }

    /** Mostly JSON around the schema of the operation, sometimes broken on the level of bytes. */
    private byte[] body(ContractOperation operation) {
        String text = operation.requestSchema().map(json::around).orElseGet(json::any);
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length == 0 || !chance(15)) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> text.getBytes(UTF_16LE);
            case 2 -> ("\ufeff" + text).getBytes(UTF_8);
            case 3 ->
                (new String(bytes, 0, at, ISO_8859_1)
                                + (char) random.nextInt(256)
                                + new String(bytes, at, bytes.length - at, ISO_8859_1))
                        .getBytes(ISO_8859_1);
            default -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
        };
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
