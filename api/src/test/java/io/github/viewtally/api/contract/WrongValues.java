package io.github.viewtally.api.contract;

import io.github.viewtally.api.testing.Samples;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values that break a schema of the contract, made from what it says. */
final class WrongValues {

    /** The supported keywords. A schema with other keywords needs more wrong values. */
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "description",
            "examples",
            "default",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "enum",
            "const",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "items",
            "properties",
            "required",
            "additionalProperties",
            "oneOf",
            "discriminator",
            "x-fraction-digits",
            "x-max-future-seconds");

    private static final List<String> OTHER_CHARACTERS =
            List.of("\u0080", "\u00e9", "\u0661", "\u2028", "\ufeff", "\uff21", "\ud83d\ude00", "e\u0301");

    private static final List<String> NO_INTEGERS =
            List.of("1e1", "+5", " 5", "5 ", "0x5", "\uff15", "NaN", "true", "");

    private WrongValues() {}

    static Stream<String> json(JsonObject schema) {
        check(schema);
        return switch (schema.getString("type")) {
            case "string" ->
                Stream.concat(
                        Stream.of("null", "0", "1.5", "true", "[]", "[\"a\"]", "{}"),
                        texts(schema).stream().map(Json::encode));
            case "integer" ->
                Stream.concat(Stream.of("null", "\"35\"", "\"\"", "true", "[35]", "{}"), numbers(schema).stream());
            case "array" -> Stream.concat(Stream.of("null", "0", "true", "\"a\"", "{}"), lengths(schema));
            default -> throw new AssertionError("no wrong values for " + schema);
        };
    }

    /** Wrong values for a path or query, not yet encoded. */
    static Stream<String> inUri(JsonObject schema) {
        check(schema);
        return switch (schema.getString("type")) {
            case "string" -> texts(schema).stream();
            case "integer" -> Stream.concat(numbers(schema).stream(), NO_INTEGERS.stream());
            case "array" -> {
                int most = schema.getInteger("maxItems");
                String tooMany = String.join(
                        ",",
                        IntStream.rangeClosed(0, most)
                                .mapToObj(Integer::toString)
                                .toList());
                Stream<String> wrongElements = texts(schema.getJsonObject("items")).stream()
                        .filter(text -> !text.contains(","))
                        .map(text -> "0," + text);
                yield Stream.concat(Stream.of("", tooMany), wrongElements);
            }
            default -> throw new AssertionError("no wrong values for " + schema);
        };
    }

    private static void check(JsonObject schema) {
        if (!KEYWORDS.containsAll(schema.fieldNames())) {
            throw new AssertionError("no wrong values known for all that this says: " + schema);
        }
    }

    private static List<String> texts(JsonObject schema) {
        check(schema);
        List<String> texts = new ArrayList<>();
        if (schema.getInteger("minLength", 0) > 0) {
            texts.add("");
        }
        if (schema.containsKey("maxLength")) {
            int most = schema.getInteger("maxLength");
            texts.addAll(List.of("a".repeat(most + 1), "a".repeat(2 * most)));
        }
        if (schema.containsKey("pattern")) {
            Pattern pattern = Pattern.compile(schema.getString("pattern"));
            IntStream.range(0, 128)
                    .mapToObj(Character::toString)
                    .filter(character -> !pattern.matcher("a" + character + "a").find())
                    .forEach(character -> texts.addAll(List.of("a" + character + "b", "a" + character)));
            OTHER_CHARACTERS.forEach(character -> texts.add("a" + character));
        }
        if ("date-time".equals(schema.getString("format"))) {
            texts.add("");
            texts.addAll(Samples.NO_TIMESTAMPS);
            if (schema.getInteger("x-fraction-digits") < 7) {
                texts.addAll(Samples.TOO_FINE_TIMESTAMPS);
            }
            if (schema.containsKey("x-max-future-seconds")) {
                Instant bound = Instant.now().plusSeconds(schema.getInteger("x-max-future-seconds"));
                texts.add(bound.plusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString());
                texts.add("9999-12-31T23:59:59.999999Z");
            }
        }
        JsonArray words = schema.containsKey("const")
                ? JsonArray.of(schema.getString("const"))
                : schema.getJsonArray("enum", new JsonArray());
        for (Object word : words) {
            String text = (String) word;
            String otherCase = text.equals(text.toLowerCase(Locale.ROOT))
                    ? text.toUpperCase(Locale.ROOT)
                    : text.toLowerCase(Locale.ROOT);
            texts.addAll(
                    List.of("", otherCase, text + " ", " " + text, text.substring(1), text + text, text + "\u0000"));
        }
        return texts;
    }

    private static List<String> numbers(JsonObject schema) {
        BigInteger below = BigInteger.valueOf(schema.getLong("minimum")).subtract(BigInteger.ONE);
        BigInteger above = BigInteger.valueOf(schema.getLong("maximum")).add(BigInteger.ONE);
        BigInteger aroundInt = BigInteger.TWO.pow(32).add(BigInteger.ONE);
        BigInteger aroundLong = BigInteger.TWO.pow(64).add(BigInteger.ONE);
        return List.of(
                below.toString(),
                above.toString(),
                below + ".5",
                "1.5",
                "1e-1",
                "1e400",
                "-1e400",
                "1e-400",
                "1e99999999999",
                aroundInt.toString(),
                aroundLong.toString(),
                aroundLong.negate().toString(),
                "9".repeat(900));
    }

    private static Stream<String> lengths(JsonObject schema) {
        int most = schema.getInteger("maxItems");
        return Stream.of("[]", "[" + "{},".repeat(most) + "{}]");
    }
}
