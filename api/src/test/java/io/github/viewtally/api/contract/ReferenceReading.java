package io.github.viewtally.api.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The writes that a body requests according to the contract. Does not use the code under test. */
final class ReferenceReading {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9._~:@|+=-]{1,128}");

    private ReferenceReading() {}

    enum ExpectedResponse {
        GOOD,
        BAD,
        /** The contract or the date formats in use leave it open. */
        EITHER
    }

    /**
     * One event.
     *
     * @param timestamp as it must be stored; null if the server says it, or if a vote has none
     * @param kind {@code VIEW}, {@code LIKE} or {@code DISLIKE}; null if the verdict is bad
     */
    record Event(
            ExpectedResponse verdict, String kind, String userId, String videoId, String duration, String timestamp) {

        static final Event BAD = new Event(ExpectedResponse.BAD, null, null, null, null, null);

        boolean getsItsTimestampFromTheServer() {
            return "VIEW".equals(kind) && timestamp == null;
        }

        Event at(String time) {
            return new Event(verdict, kind, userId, videoId, duration, time);
        }

        /** The item of the table, as the data model has it. */
        Map<String, AttributeValue> item() {
            Map<String, String> texts = new HashMap<>(
                    Map.of("PK", "USER#" + userId, "GSI1PK", "VIDEO#" + videoId, "userId", userId, "videoId", videoId));
            Map<String, AttributeValue> item = new HashMap<>();
            if (kind.equals("VIEW")) {
                texts.put("SK", "VIDEO#" + videoId + "#VIEW#" + timestamp);
                texts.put("GSI1SK", "VIEW#" + timestamp + "#USER#" + userId);
                texts.put("type", "VIEW");
                item.put("duration", AttributeValue.fromN(duration));
            } else {
                texts.put("SK", "VIDEO#" + videoId + "#VOTE");
                texts.put("GSI1SK", kind + "#USER#" + userId);
                texts.put("type", "VOTE");
                texts.put("voteType", kind);
                Optional.ofNullable(timestamp).ifPresent(time -> texts.put("timestamp", time));
            }
            texts.forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
            return item;
        }
    }

    /** The events of a body for this operation; empty if the whole is to be refused. */
    static Optional<List<Event>> of(String operation, byte[] body) {
        Object json;
        try {
            json = json(body);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!operation.equals("recordEvents")) {
            Event event = event(json, operation.equals("recordView") ? "VIEW" : "VOTE", Set.of());
            return event.verdict() == ExpectedResponse.BAD ? Optional.empty() : Optional.of(List.of(event));
        }
        boolean fits = json instanceof Fields fields
                && fields.has(Set.of("events"), Set.of())
                && fields.get("events") instanceof List<?> events
                && !events.isEmpty()
                && events.size() <= 500;
        return fits
                ? Optional.of(((List<?>) ((Fields) json).get("events"))
                        .stream().map(ReferenceReading::eventOfAnyType).toList())
                : Optional.empty();
    }

    private static Event eventOfAnyType(Object json) {
        return json instanceof Fields fields && fields.get("type") instanceof String type && type.matches("VIEW|VOTE")
                ? event(json, type, Set.of("type"))
                : Event.BAD;
    }

    private static Event event(Object json, String type, Set<String> more) {
        Set<String> required = new HashSet<>(more);
        required.addAll(Set.of("userId", "videoId", type.equals("VIEW") ? "duration" : "voteType"));
        if (!(json instanceof Fields fields)
                || !fields.has(required, Set.of("timestamp"))
                || !isId(fields.get("userId"))
                || !isId(fields.get("videoId"))) {
            return Event.BAD;
        }
        String userId = (String) fields.get("userId");
        String videoId = (String) fields.get("videoId");
        if (type.equals("VOTE")) {
            return fields.get("voteType") instanceof String vote && vote.matches("LIKE|DISLIKE")
                    ? timed(new Event(ExpectedResponse.GOOD, vote, userId, videoId, null, null), fields)
                    : Event.BAD;
        }
        Optional<BigInteger> duration = duration(fields.get("duration"));
        if (duration.isEmpty()) {
            return Event.BAD;
        }
        Event view = new Event(
                ExpectedResponse.GOOD, "VIEW", userId, videoId, duration.get().toString(), null);
        return timed(view, fields);
    }

    private static boolean isId(Object value) {
        return value instanceof String text && ID.matcher(text).matches();
    }

    private static Optional<BigInteger> duration(Object value) {
        if (!(value instanceof BigDecimal number)
                || number.signum() < 0
                || number.compareTo(new BigDecimal("86400")) > 0
                || (number.signum() != 0 && number.compareTo(BigDecimal.ONE) < 0)) {
            return Optional.empty();
        }
        BigInteger whole = number.signum() == 0 ? BigInteger.ZERO : number.toBigInteger();
        return new BigDecimal(whole).compareTo(number) == 0 ? Optional.of(whole) : Optional.empty();
    }

    private static Event timed(Event event, Fields fields) {
        if (!fields.names.contains("timestamp")) {
            return event;
        }
        if (!(fields.get("timestamp") instanceof String text) || text.length() > 64) {
            return Event.BAD;
        }
        Optional<Instant> time = ReferenceTime.time(text);
        if (time.isPresent()) {
            return ReferenceTime.bounded(event.at(ReferenceTime.STORED.format(time.get())), time.get());
        }
        try {
            Instant other = OffsetDateTime.parse(text).toInstant();
            boolean storable = other.getNano() % 1_000 == 0 && ReferenceTime.hasYearOfFourDigits(other);
            Event either = new Event(
                    ExpectedResponse.EITHER,
                    event.kind(),
                    event.userId(),
                    event.videoId(),
                    event.duration(),
                    ReferenceTime.STORED.format(other));
            return storable ? ReferenceTime.bounded(either, other) : Event.BAD;
        } catch (DateTimeException e) {
            return Event.BAD;
        }
    }

    /** An object with the names in their order, as often as they are given. */
    private record Fields(List<String> names, Map<String, Object> values) {

        Object get(String name) {
            return values.get(name);
        }

        /** Whether it has the required fields, perhaps the optional ones, each once, and no other. */
        boolean has(Set<String> required, Set<String> optional) {
            return names.size() == values.size()
                    && names.containsAll(required)
                    && names.stream().allMatch(name -> required.contains(name) || optional.contains(name));
        }
    }

    private static final Object NO_SCALAR_OF_USE = new Object();

    private static Object json(byte[] body) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        try (JsonParser parser = new JsonFactory().createParser(text.replaceFirst("^\ufeff", ""))) {
            if (parser.nextToken() == null) {
                throw new IOException("empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something after it");
            }
            return value;
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT:
                Fields fields = new Fields(new ArrayList<>(), new HashMap<>());
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.names.add(name);
                    fields.values.put(name, value(parser));
                }
                return fields;
            case START_ARRAY:
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                return elements;
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
                try {
                    return new BigDecimal(parser.getText());
                } catch (NumberFormatException e) {
                    return NO_SCALAR_OF_USE;
                }
            default:
                return NO_SCALAR_OF_USE;
        }
    }
}
