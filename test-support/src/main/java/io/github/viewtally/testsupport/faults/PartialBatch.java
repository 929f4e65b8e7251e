package io.github.viewtally.testsupport.faults;

import io.github.viewtally.testsupport.protocol.SplitBatch;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * A batch that DynamoDB processes in part. The first half of each table's items is forwarded. The rest, at least one item,
 * is returned as unprocessed, so that the client has to retry it.
 */
final class PartialBatch {

    private final HttpMessage request;
    private final SplitBatch split;

    PartialBatch(HttpMessage request) {
        this.request = request;
        this.split = new SplitBatch(
                request.operation(), new JsonObject(request.text()), (table, index, size) -> index < size / 2);
    }

    /** Forwards the first part and returns the response to the whole batch. */
    HttpMessage exchange(TargetConnection target) throws IOException {
        if (split.forwardsNothing()) {
            return FaultResponses.response("200 OK", split.addUnprocessedTo(new JsonObject()));
        }
        HttpMessage response =
                target.exchange(request.withBody(split.forwarded().encode()));
        return response.isSuccess()
                ? response.withBody(
                        split.addUnprocessedTo(new JsonObject(response.text())).encode())
                : response;
    }
}
