package io.github.viewtally.api.testing;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Generates random JSON: similar to a schema, or of any kind. */
public final class FuzzedJson {

    private static final List<String> IDS = List.of(
            "0",
            "1",
            "u",
            "v",
            "a~b|c+d=e:f@g-h._",
            "SUMMARY",
            "VIDEO",
            "...",
            "-",
            "9".repeat(128),
            "__proto__",
            "null");
    private static final List<String> TIMES = List.of(
            "2022-01-02T00:30:25Z",
            "2022-01-02T00:30:25.000000+00:00",
            "2022-01-02T00:30:25.123456Z",
            "2022-01-02T00:30:25.1234560Z",
            "2022-01-02t00:30:25.5z",
            "2022-01-02T02:30:25+02:00",
            "2022-01-02T06:00:25.5+0530",
            "2022-01-01T16:30:25-08",
            "2024-02-29T23:59:59.999999-18:00",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "1969-12-31T23:59:59.999999-00:00");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "35",
            "86400",
            "35.0",
            "3.5e1",
            "350E-1",
            "-0",
            "-0.0",
            "0e5",
            "8.64E4",
            "86401",
            "-1",
            "0.5",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "-1e-999999999",
            "1e99999999999",
            "4294967331",
            "9223372036854775808",
            "35.00000000000000000000000000000000000001",
            "1e2147483648",
            "35" + "0".repeat(300) + "e-300");
    private static final List<String> STRUCTURES =
            List.of("null", "true", "false", "[]", "{}", "[[]]", "{\"\":{}}", "[null]", "\"\"", "[{\"userId\":\"u\"}]");
    private static final List<String> BAD_ESCAPES = List.of(
            "\".\"",
            "\"..\"",
            "\"\\ud800\"",
            "\"\\udc00a\"",
            "\"a\\ud83d\"",
            "\"\\u0000\"",
            "\"u\\u0023v\"",
            "\"\\ud83d\\ude00\"",
            "\"\\n\"",
            "\"\\u00e9\"",
            "\"\\u\"",
            "\"\\x41\"",
            "\"\\u202e\"",
            "\"\\ufeff\"",
            "\"\\\"\"");

    private final Random random;

    public FuzzedJson(Random random) {
        this.random = random;
    }

    /** A valid id, one of a few, so that events have equal keys. */
    public String id() {
        return pick(IDS);
    }

    /** A valid timestamp. */
    public String time() {
        return chance(80)
                ? pick(TIMES)
                : String.format(
                        Locale.ROOT,
                        "%04d-%02d-%02dT%02d:%02d:%02dZ",
                        random.nextInt(chance(70) ? 2_026 : 10_000),
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60));
    }

    public String oddText() {
        return switch (random.nextInt(5)) {
            case 0 -> pick(Samples.NO_IDS.subList(0, Samples.NO_IDS.size() - 1));
            case 1 ->
                chance(80)
                        ? pick(Samples.NO_TIMESTAMPS.subList(0, Samples.NO_TIMESTAMPS.size() - 1))
                        : pick(Samples.TOO_FINE_TIMESTAMPS);
            case 2 -> pick(NUMBERS);
            case 3 ->
                random.ints(random.nextInt(12), 0, 0x11_0000)
                        .filter(c -> c < 0xd800 || c > 0xdfff)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
            default ->
                random.ints(random.nextInt(150), 0x20, 0x7f)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        };
    }

    /** Any JSON, or text that only resembles it. */
    public String any() {
        return any(5);
    }

    private String any(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0 -> pick(NUMBERS);
            case 1 -> pick(STRUCTURES);
            case 2 -> pick(BAD_ESCAPES);
            case 3 -> Json.encode(oddText());
            case 4 -> Json.encode(id());
            case 5 -> chance(3) ? "[".repeat(2_000) + "]".repeat(2_000) : "[" + many(depth - 1) + "]";
            default ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> Json.encode(oddText()) + ":" + any(depth - 1))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private String many(int depth) {
        return IntStream.range(0, random.nextInt(4)).mapToObj(i -> any(depth)).collect(Collectors.joining(","));
    }

    /** A value that matches the schema, almost matches it, or does not match it. */
    public String around(JsonObject schema) {
        if (chance(4)) {
            return any();
        }
        if (schema.containsKey("oneOf")) {
            List<Object> kinds = schema.getJsonArray("oneOf").stream().toList();
            return around((JsonObject) pick(kinds));
        }
        if (schema.containsKey("const")) {
            return Json.encode(schema.getString("const"));
        }
        if (schema.containsKey("enum")) {
            return Json.encode(pick(schema.getJsonArray("enum").stream().toList()));
        }
        return switch (schema.getString("type")) {
            case "string" -> string("date-time".equals(schema.getString("format")) ? time() : id());
            case "integer" ->
                chance(70) ? Integer.toString(random.nextInt(schema.getInteger("maximum") + 1)) : pick(NUMBERS);
            case "array" -> array(schema);
            case "object" -> object(schema);
            default -> throw new AssertionError("no value for " + schema);
        };
    }

    private String string(String good) {
        if (chance(5)) {
            return Json.encode(good + oddText());
        }
        return chance(10)
                ? good.chars()
                        .mapToObj(c -> String.format(Locale.ROOT, "\\u%04x", c))
                        .collect(Collectors.joining("", "\"", "\""))
                : Json.encode(good);
    }

    private String array(JsonObject schema) {
        int most = schema.getInteger("maxItems");
        int size = chance(1) ? most - 1 + random.nextInt(3) : random.nextInt(8);
        return IntStream.range(0, size)
                .mapToObj(i -> around(schema.getJsonObject("items")))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String object(JsonObject schema) {
        List<String> fields = new ArrayList<>();
        schema.getJsonObject("properties").forEach(property -> {
            boolean left = schema.getJsonArray("required").contains(property.getKey()) ? chance(3) : chance(30);
            if (!left) {
                fields.add(name(property.getKey()) + ":" + around((JsonObject) property.getValue()));
            }
        });
        if (chance(3) && !fields.isEmpty()) {
            fields.add(pick(fields));
        }
        if (chance(3)) {
            fields.add(Json.encode(oddText()) + ":" + any());
        }
        Collections.shuffle(fields, random);
        String space = chance(80) ? "" : pick(List.of(" ", "\n\t", "\r\n"));
        return fields.stream().collect(Collectors.joining("," + space, "{" + space, space + "}"));
    }

    /** The name, sometimes with an escape. */
    private String name(String name) {
        return chance(97)
                ? Json.encode(name)
                : String.format(Locale.ROOT, "\"\\u%04x%s\"", (int) name.charAt(0), name.substring(1));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
