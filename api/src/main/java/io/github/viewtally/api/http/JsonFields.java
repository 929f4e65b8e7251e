package io.github.viewtally.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.viewtally.api.http.Problem.Fault;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of a flat JSON object, read once, with everything that is wrong with them. A reader asks for each field with
 * its rule, and at the end for the whole: an object either fits, or all its faults are reported together.
 */
public final class JsonFields {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_FAULTS = 20;
    private static final int MAX_NAME_SHOWN = 64;

    private final Map<String, Object> values;
    private final List<Fault> faults;

    /** Stands for an array or an object, which no field may be. */
    private static final Object NESTED = new Object();

    private static final Object NULL = new Object();

    /** Stands for a number whose exponent no BigDecimal takes. */
    private static final Object BEYOND_NUMBERS = new Object();

    private JsonFields(Map<String, Object> values, List<Fault> faults) {
        this.values = values;
        this.faults = faults;
    }

    /**
     * Reads a body.
     *
     * @param body null if the request had none
     * @param known the fields it may have
     * @throws ProblemException 400 if it is no JSON object
     */
    public static JsonFields parse(Buffer body, Set<String> known) {
        try (JsonParser parser = JSON.createParser(body == null ? "" : utf8(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject().asException();
            }
            JsonFields fields = read(parser, known);
            if (parser.nextToken() != null) {
                throw Problem.invalid("#", "must be one JSON object and nothing after it")
                        .asException();
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw Problem.invalid("#", "is not valid JSON" + placeOf(e)).asException();
        } catch (IOException e) {
            throw Problem.invalid("#", "is not valid JSON in UTF-8").asException();
        }
    }

    /** Jackson by itself would also take UTF-16 and overlong forms. */
    private static String utf8(Buffer body) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body.getBytes()))
                .toString();
    }

    private static Problem notAnObject() {
        return Problem.invalid("#", "must be a JSON object");
    }

    private static String placeOf(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static JsonFields read(JsonParser parser, Set<String> known) throws IOException {
        Map<String, Object> values = new HashMap<>();
        List<Fault> faults = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (!known.contains(name)) {
                addFault(faults, name, "is not a field of this request");
            } else if (values.put(name, value) != null) {
                addFault(faults, name, "is given twice");
            }
        }
        return new JsonFields(values, faults);
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
        Object value = values.get(name);
        if (value == null) {
            addFault(faults, name, "is missing");
            return null;
        }
        return textOf(name, value, read, rule);
    }

    /** A text field that may be left out; null, and a fault if it is there and does not fit. */
    public <T> T optionalText(String name, Function<String, Optional<T>> read, String rule) {
        Object value = values.get(name);
        return value == null ? null : textOf(name, value, read, rule);
    }

    private <T> T textOf(String name, Object value, Function<String, Optional<T>> read, String rule) {
        if (!(value instanceof String text)) {
            addFault(faults, name, "must be a string");
            return null;
        }
        Optional<T> result = read.apply(text);
        if (result.isEmpty()) {
            addFault(faults, name, rule);
        }
        return result.orElse(null);
    }

    /** A whole number within bounds that must be there; 0, and a fault, otherwise. */
    public long integer(String name, long least, long most) {
        Object value = values.get(name);
        if (value == null) {
            addFault(faults, name, "is missing");
            return 0;
        }
        if (value instanceof BigDecimal number
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return number.longValue();
        }
        addFault(faults, name, "must be a whole number from " + least + " to " + most);
        return 0;
    }

    /**
     * To be called when every field has been asked for.
     *
     * @throws ProblemException 400 with every fault
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults).asException();
        }
    }

    private static void addFault(List<Fault> faults, String name, String detail) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(pointerTo(name), detail));
        }
    }

    /** RFC 6901, section 6: a JSON pointer as a URI fragment. */
    private static String pointerTo(String name) {
        String shown = name.length() <= MAX_NAME_SHOWN ? name : name.substring(0, MAX_NAME_SHOWN) + "...";
        String token = shown.replace("~", "~0").replace("/", "~1");
        return "#/"
                + URLEncoder.encode(token, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%7E", "~");
    }
}
