package io.github.viewtally.cli.importing;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.cli.retry.RetryPauses;
import io.github.viewtally.loadgen.http.ApiClient;
import io.github.viewtally.loadgen.http.ApiException;
import io.github.viewtally.loadgen.http.ApiRequest;
import io.github.viewtally.loadgen.http.ApiResponse;
import io.github.viewtally.loadgen.http.NoResponseException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Posts batches and reports the result of each event to the ledger. What the API could not store in time is posted again,
 * with all later events of the same key, so that their order stays. It blocks. Safe for several threads.
 */
final class BatchSender {
    /** The maximum number of events that the API accepts in one request. */
    static final int MAX_BATCH = 500;

    private static final int OK = 200;

    private final ApiClient client;
    private final ImportLedger ledger;
    private final Duration patience;

    /** {@code patience} is the maximum time in which nothing of a batch is stored. */
    BatchSender(ApiClient client, ImportLedger ledger, Duration patience) {
        this.client = requireNonNull(client);
        this.ledger = requireNonNull(ledger);
        this.patience = requireNonNull(patience);
    }

    /**
     * Posts a batch, and returns when each event is stored or rejected.
     *
     * @throws ApiException if the API refuses the request, or does not store it in time
     */
    void send(List<ImportEvent> batch) throws InterruptedException {
        RetryPauses pauses = new RetryPauses(patience, ledger::isStopped);
        List<ImportEvent> open = batch;
        while (!open.isEmpty()) {
            open = post(open, pauses);
        }
    }

    /** Returns the events that must be posted again, in the same order. */
    private List<ImportEvent> post(List<ImportEvent> events, RetryPauses pauses) throws InterruptedException {
        ApiResponse response;
        try {
            response = client.send(request(events)).await();
        } catch (NoResponseException e) {
            pauses.pause(e.getMessage(), Duration.ZERO);
            return events;
        }
        if (RetryPauses.isTemporary(response.status())) {
            pauses.pause(response.errorText(), response.retryAfter());
            return events;
        }
        if (response.status() != OK) {
            throw new ApiException("POST /events returned " + response.errorText());
        }
        return settle(events, problems(events.size(), response.body()), pauses);
    }

    private List<ImportEvent> settle(List<ImportEvent> events, Map<Integer, JsonObject> problems, RetryPauses pauses)
            throws InterruptedException {
        List<ImportEvent> again = new ArrayList<>();
        Set<String> waitingKeys = new HashSet<>();
        for (int i = 0; i < events.size(); i++) {
            ImportEvent event = events.get(i);
            Optional<JsonObject> problem = Optional.ofNullable(problems.get(i));
            if (problem.map(BatchSender::isTemporary).orElse(false)) {
                waitingKeys.add(event.key());
            }
            if (waitingKeys.contains(event.key())) {
                again.add(event);
            } else if (problem.isPresent()) {
                ledger.reject(event.section(), event.rejection(text(problem.get())));
            } else {
                ledger.store(event);
            }
        }
        if (!again.isEmpty()) {
            if (again.size() < events.size()) {
                pauses.reset();
            }
            pauses.pause(again.size() + " events were not stored in time", Duration.ZERO);
        }
        return again;
    }

    private static boolean isTemporary(JsonObject problem) {
        return RetryPauses.isTemporary(problem.getInteger("status"));
    }

    private static String text(JsonObject problem) {
        return problem.getInteger("status") + " " + problem.getString("title") + ApiResponse.problemText(problem);
    }

    private static ApiRequest request(List<ImportEvent> events) {
        String body = events.stream().map(ImportEvent::json).collect(Collectors.joining(",", "{\"events\":[", "]}"));
        return new ApiRequest(HttpMethod.POST, "/events", Optional.of(Buffer.buffer(body)));
    }

    /** Returns the problems of the rejected events by their index. */
    private static Map<Integer, JsonObject> problems(int events, Buffer body) {
        try {
            Map<Integer, JsonObject> problems = new HashMap<>();
            JsonObject result = body.toJsonObject();
            JsonArray rejected = result.getJsonArray("rejected");
            for (int i = 0; i < rejected.size(); i++) {
                JsonObject rejection = rejected.getJsonObject(i);
                JsonObject problem = rejection.getJsonObject("problem");
                requireNonNull(problem.getInteger("status"));
                problems.put(rejection.getInteger("index"), problem);
            }
            if (result.getInteger("accepted") + problems.size() == events) {
                return problems;
            }
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            // Reported below, like a response with inconsistent numbers.
        }
        throw new ApiException("POST /events did not return the outcomes of the events: is this the URL of Viewtally?");
    }
}
