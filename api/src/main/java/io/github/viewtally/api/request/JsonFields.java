package io.github.viewtally.api.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.problem.Problem.Fault;
import io.github.viewtally.api.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of a flat JSON object, read once, with everything that is wrong with them. A reader asks for each field with
 * its rule, and at the end for the whole: an object either fits, or all its faults are reported together. A field that
 * nobody has asked for is one of them.
 */
public final class JsonFields {

    private static final int MAX_FAULTS = 20;
    private static final int MAX_NAME_SHOWN = 64;

    /** Where the object stands in the body (RFC 6901, section 6). */
    private final String place;

    /** Those that have not been asked for yet. */
    private final Map<String, Object> values = new LinkedHashMap<>();

    private final List<Fault> faults = new ArrayList<>();

    /** Stands for an array or an object, which no field may be. */
    private static final Object NESTED = new Object();

    private static final Object NULL = new Object();

    /** Stands for a number whose exponent no BigDecimal takes. */
    private static final Object BEYOND_NUMBERS = new Object();

    private JsonFields(String place) {
        this.place = place;
    }

    /**
     * Reads a body that is one flat object.
     *
     * @param body null if the request had none
     * @throws ProblemException 400 if it is no JSON object
     */
    public static JsonFields parse(Buffer body) {
        return JsonBody.parse(body, parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw Problem.invalid("#", "must be a JSON object").asException();
            }
            return read(parser, "#");
        });
    }

    /**
     * Reads the object at whose start a parser stands, to its end.
     *
     * @param place the JSON pointer to it, as a URI fragment
     */
    public static JsonFields read(JsonParser parser, String place) throws IOException {
        JsonFields fields = new JsonFields(place);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.values.put(name, value(parser)) != null) {
                fields.addFault(name, "is given twice");
            }
        }
        return fields;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> NULL;
            default -> {
                parser.skipChildren();
                yield NESTED;
            }
        };
    }

    private static Object number(JsonParser parser) throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            return BEYOND_NUMBERS;
        }
    }

    /** A text field that must be there and fit the rule; null, and a fault, otherwise. */
    public <T> T text(String name, Function<String, Optional<T>> read, String rule) {
        Object value = values.remove(name);
        if (value == null) {
            addFault(name, "is missing");
            return null;
        }
        return textOf(name, value, read, rule);
    }

    /** A text field that may be left out; null, and a fault if it is there and does not fit. */
    public <T> T optionalText(String name, Function<String, Optional<T>> read, String rule) {
        Object value = values.remove(name);
        return value == null ? null : textOf(name, value, read, rule);
    }

    private <T> T textOf(String name, Object value, Function<String, Optional<T>> read, String rule) {
        if (!(value instanceof String text)) {
            addFault(name, "must be a string");
            return null;
        }
        Optional<T> result = read.apply(text);
        if (result.isEmpty()) {
            addFault(name, rule);
        }
        return result.orElse(null);
    }

    /** A whole number within bounds that must be there; 0, and a fault, otherwise. */
    public long integer(String name, long least, long most) {
        Object value = values.remove(name);
        if (value == null) {
            addFault(name, "is missing");
            return 0;
        }
        if (value instanceof BigDecimal number
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.longValue();
        }
        addFault(name, "must be a whole number from " + least + " to " + most);
        return 0;
    }

    /**
     * To be called when every field has been asked for.
     *
     * @throws ProblemException 400 with every fault
     */
    public void check() {
        List<Fault> unknown = values.keySet().stream()
                .limit(MAX_FAULTS)
                .map(name -> new Fault(pointer(place, name), "is not a field of this request"))
                .toList();
        faults.addAll(0, unknown);
        checkThoseAskedFor();
    }

    /**
     * The same, but whatever else there is may be right or wrong.
     *
     * @throws ProblemException 400 with every fault
     */
    public void checkThoseAskedFor() {
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults.subList(0, Math.min(faults.size(), MAX_FAULTS)))
                    .asException();
        }
    }

    /** Says what else is wrong with a field. */
    public void addFault(String name, String detail) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(pointer(place, name), detail));
        }
    }

    /** The pointer to a field of the object at a place (RFC 6901, section 6: a JSON pointer as a URI fragment). */
    public static String pointer(String place, String name) {
        String shown = name.length() <= MAX_NAME_SHOWN ? name : name.substring(0, MAX_NAME_SHOWN) + "...";
        String token = shown.replace("~", "~0").replace("/", "~1");
        return place
                + "/"
                + URLEncoder.encode(token, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%7E", "~");
    }
}
