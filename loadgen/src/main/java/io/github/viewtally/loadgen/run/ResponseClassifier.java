package io.github.viewtally.loadgen.run;

import io.github.viewtally.loadgen.http.Answer;
import io.github.viewtally.loadgen.run.Outcome.Trace;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads from an answer what became of each event of a shipment. */
final class ResponseClassifier {
    private static final int OK = 200;
    private static final int SERVER_FAULT = 500;

    private ResponseClassifier() {}

    /**
     * The outcomes in the order of the events.
     *
     * @param earlier what earlier tries may have done
     */
    static List<Outcome> of(RequestBatch shipment, Answer answer, Trace earlier) {
        if (!answer.isSuccess()) {
            Trace trace = earlier.or(traceOf(answer.status()));
            return all(shipment, new Outcome(Integer.toString(answer.status()), answer.refusal(), trace));
        }
        return shipment.isBatch() ? ofBatch(shipment, answer, earlier) : all(shipment, Outcome.acknowledged(earlier));
    }

    static List<Outcome> all(RequestBatch shipment, Outcome outcome) {
        return Collections.nCopies(shipment.events().size(), outcome);
    }

    /** A request that is refused was not carried out; one that went wrong may have been, partly or wholly. */
    private static Trace traceOf(int status) {
        return status < SERVER_FAULT ? Trace.NONE : Trace.DONE;
    }

    private static List<Outcome> ofBatch(RequestBatch shipment, Answer answer, Trace earlier) {
        try {
            List<Outcome> outcomes = new ArrayList<>(all(shipment, Outcome.acknowledged(earlier)));
            JsonObject result = answer.body().toJsonObject();
            JsonArray rejected = result.getJsonArray("rejected");
            for (int i = 0; i < rejected.size(); i++) {
                JsonObject rejection = rejected.getJsonObject(i);
                outcomes.set(rejection.getInteger("index"), rejected(rejection.getJsonObject("problem"), earlier));
            }
            long acknowledged =
                    outcomes.stream().filter(Outcome::isAcknowledged).count();
            if (answer.status() == OK && acknowledged == result.getLong("accepted")) {
                return outcomes;
            }
        } catch (DecodeException | ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            // Told below, like an answer whose numbers do not agree.
        }
        String text = "an answer that does not tell what became of the events: " + answer.status();
        return all(shipment, new Outcome("unreadable answer", text, earlier.or(Trace.DONE)));
    }

    private static Outcome rejected(JsonObject problem, Trace earlier) {
        int status = problem.getInteger("status");
        String text = status + " " + problem.getString("title") + Answer.because(problem);
        return new Outcome(Integer.toString(status), text, earlier.or(traceOf(status)));
    }
}
