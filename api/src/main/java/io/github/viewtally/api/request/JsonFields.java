package io.github.viewtally.api.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.problem.Problem.InputError;
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
 * The fields of a flat JSON object, with all its errors. A caller reads each field by its rule and then calls
 * {@link #check}, which reports all errors together. A field that was not read is an error.
 */
public final class JsonFields {

    private static final int MAX_ERRORS = 20;
    private static final int MAX_NAME_SHOWN = 64;

    /** JSON pointer of the object in the body (RFC 6901, section 6). */
    private final String place;

    /** Fields that have not been read yet. */
    private final Map<String, Object> values = new LinkedHashMap<>();

    private final List<InputError> errors = new ArrayList<>();

    /** Represents an array or an object, which no field may be. */
    private static final Object NESTED = new Object();

    private static final Object NULL = new Object();

    /** Represents a number whose exponent is too large for a BigDecimal. */
    private static final Object BEYOND_NUMBERS = new Object();

    private JsonFields(String place) {
        this.place = place;
    }

    /**
     * Parses a body that is one flat object.
     *
     * @param body null if the request has none
     * @throws ProblemException 400 if it is not a JSON object
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
     * Reads the object at the current token of a parser, up to its end.
     *
     * @param place the JSON pointer of the object, as a URI fragment
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

    /** Reads a required string field. Returns null and records an error if it is missing or breaks the rule. */
    public <T> T text(String name, Function<String, Optional<T>> read, String rule) {
        Object value = values.remove(name);
        if (value == null) {
            addFault(name, "is missing");
            return null;
        }
        return textOf(name, value, read, rule);
    }

    /** Reads an optional string field. Returns null if it is missing; also records an error if it breaks the rule. */
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

    /** Reads a required integer field. Returns 0 and records an error if it is missing or out of bounds. */
    public long integer(String name, long min, long max) {
        Object value = values.remove(name);
        if (value == null) {
            addFault(name, "is missing");
            return 0;
        }
        if (value instanceof BigDecimal number
                && number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.longValue();
        }
        addFault(name, "must be a whole number from " + min + " to " + max);
        return 0;
    }

    /**
     * Checks the object after all fields have been read.
     *
     * @throws ProblemException 400 with every error
     */
    public void check() {
        List<InputError> unknown = values.keySet().stream()
                .limit(MAX_ERRORS)
                .map(name -> new InputError(pointer(place, name), "is not a field of this request"))
                .toList();
        errors.addAll(0, unknown);
        checkReadFields();
    }

    /**
     * Checks the fields that have been read and ignores all others.
     *
     * @throws ProblemException 400 with every error
     */
    public void checkReadFields() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors.subList(0, Math.min(errors.size(), MAX_ERRORS)))
                    .asException();
        }
    }

    /** Records an error of a field. */
    public void addFault(String name, String detail) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new InputError(pointer(place, name), detail));
        }
    }

    /**
     * Returns the pointer to a field of the object at a place (RFC 6901, section 6: a JSON pointer as a URI fragment).
     */
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
