package io.github.viewtally.loadgen.run;

import io.github.viewtally.loadgen.http.ApiResponse;
import io.github.viewtally.loadgen.run.EventOutcome.PossibleEffect;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the outcome of each event of a batch from the response. */
final class ResponseClassifier {
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    private ResponseClassifier() {}

    /**
     * Returns the outcomes in the order of the events.
     *
     * @param earlier the possible effect of earlier attempts
     */
    static List<EventOutcome> of(RequestBatch batch, ApiResponse response, PossibleEffect earlier) {
        if (!response.isSuccess()) {
            PossibleEffect effect = earlier.or(effectOf(response.status()));
            return all(batch, new EventOutcome(Integer.toString(response.status()), response.errorText(), effect));
        }
        return batch.isBatch() ? ofBatch(batch, response, earlier) : all(batch, EventOutcome.acknowledged(earlier));
    }

    static List<EventOutcome> all(RequestBatch batch, EventOutcome outcome) {
        return Collections.nCopies(batch.events().size(), outcome);
    }

    /** A client error has no effect. After a server error, some or all events may be stored. */
    private static PossibleEffect effectOf(int status) {
        return status < SERVER_ERROR ? PossibleEffect.NONE : PossibleEffect.STORED;
    }

    private static List<EventOutcome> ofBatch(RequestBatch batch, ApiResponse response, PossibleEffect earlier) {
        try {
            List<EventOutcome> outcomes = new ArrayList<>(all(batch, EventOutcome.acknowledged(earlier)));
            JsonObject result = response.body().toJsonObject();
            JsonArray rejected = result.getJsonArray("rejected");
            for (int i = 0; i < rejected.size(); i++) {
                JsonObject rejection = rejected.getJsonObject(i);
                outcomes.set(rejection.getInteger("index"), rejected(rejection.getJsonObject("problem"), earlier));
            }
            long acknowledged =
                    outcomes.stream().filter(EventOutcome::isAcknowledged).count();
            if (response.status() == OK && acknowledged == result.getLong("accepted")) {
                return outcomes;
            }
        } catch (DecodeException | ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            // Reported below, like a response with inconsistent numbers.
        }
        String text = "a response without the outcomes of the events: " + response.status();
        return all(batch, new EventOutcome("unreadable answer", text, earlier.or(PossibleEffect.STORED)));
    }

    private static EventOutcome rejected(JsonObject problem, PossibleEffect earlier) {
        int status = problem.getInteger("status");
        String text = status + " " + problem.getString("title") + ApiResponse.problemText(problem);
        return new EventOutcome(Integer.toString(status), text, earlier.or(effectOf(status)));
    }
}
