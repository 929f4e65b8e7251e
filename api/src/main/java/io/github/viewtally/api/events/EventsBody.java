package io.github.viewtally.api.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.JsonBody;
import io.github.viewtally.api.request.JsonFields;
import io.github.viewtally.model.table.Keys;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body of a batch request. Each event is checked by itself. */
final class EventsBody {

    /** Maximum number of events of a request. */
    static final int MAX_EVENTS = 500;

    private static final String EVENTS = "events";
    private static final String PLACE = "#/" + EVENTS;

    private EventsBody() {}

    /**
     * Parses the events of a body, in its order.
     *
     * @param policy fills in missing timestamps of views, checks views and decides which count
     * @throws ProblemException 400 if there is no list of events
     */
    static List<BatchEntry> parse(Buffer body, ViewPolicy policy) {
        return JsonBody.parse(body, parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw Problem.invalid("#", "must be a JSON object").asException();
            }
            List<BatchEntry> elements = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (!parser.currentName().equals(EVENTS) || elements != null) {
                    throw refusedField(parser.currentName());
                }
                parser.nextToken();
                elements = elements(parser, policy);
            }
            if (elements == null) {
                throw Problem.invalid(PLACE, "is missing").asException();
            }
            return elements;
        });
    }

    private static ProblemException refusedField(String name) {
        return Problem.invalid(
                        JsonFields.pointer("#", name),
                        name.equals(EVENTS) ? "is given twice" : "is not a field of this request")
                .asException();
    }

    private static List<BatchEntry> elements(JsonParser parser, ViewPolicy policy) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongNumber();
        }
        List<BatchEntry> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == MAX_EVENTS) {
                throw wrongNumber();
            }
            elements.add(element(parser, PLACE + "/" + elements.size(), policy));
        }
        if (elements.isEmpty()) {
            throw wrongNumber();
        }
        return elements;
    }

    private static ProblemException wrongNumber() {
        return Problem.invalid(PLACE, "must be an array of 1 to " + MAX_EVENTS + " events")
                .asException();
    }

    private static BatchEntry element(JsonParser parser, String place, ViewPolicy policy) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new BatchEntry.Rejected(Problem.invalid(place, "must be a JSON object"));
        }
        JsonFields fields = JsonFields.read(parser, place);
        try {
            return event(fields, policy);
        } catch (ProblemException e) {
            return new BatchEntry.Rejected(e.problem());
        }
    }

    private static BatchEntry event(JsonFields fields, ViewPolicy policy) {
        String type = fields.text(Keys.TYPE, EventsBody::type, "must be VIEW or VOTE");
        if (type == null) {
            // The allowed fields depend on the type.
            fields.checkReadFields();
        }
        return Keys.TYPE_VIEW.equals(type)
                ? new BatchEntry.OfView(ViewBody.read(fields, policy))
                : new BatchEntry.OfVote(VoteBody.read(fields, policy));
    }

    private static Optional<String> type(String text) {
        return Optional.of(text).filter(List.of(Keys.TYPE_VIEW, Keys.TYPE_VOTE)::contains);
    }
}
