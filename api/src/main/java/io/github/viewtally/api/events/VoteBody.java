package io.github.viewtally.api.events;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.JsonFields;
import io.github.viewtally.model.Ids;
import io.github.viewtally.model.Timestamps;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A vote in requests and responses. */
public final class VoteBody {

    private VoteBody() {}

    /**
     * Reads a vote; other fields are faults.
     *
     * @param policy checks the timestamp, if there is one
     * @throws ProblemException 400 with every fault
     */
    public static Vote read(JsonFields fields, ViewPolicy policy) {
        String userId = fields.text("userId", Ids::of, Ids.RULE);
        String videoId = fields.text("videoId", Ids::of, Ids.RULE);
        VoteType voteType = fields.text("voteType", VoteType::of, "must be LIKE or DISLIKE");
        Optional<Instant> timestamp = policy.readTimestamp(fields);
        fields.check();
        return new Vote(userId, videoId, voteType, timestamp.map(Timestamps::format));
    }

    /** Returns a vote in a list of its user's votes. */
    public static JsonObject toJsonOfUser(Vote vote) {
        return withRest(new JsonObject().put("videoId", vote.videoId()), vote);
    }

    static JsonObject toJson(Vote vote) {
        return withRest(new JsonObject().put("userId", vote.userId()).put("videoId", vote.videoId()), vote);
    }

    private static JsonObject withRest(JsonObject json, Vote vote) {
        json.put("voteType", vote.voteType().name());
        return vote.timestamp()
                .map(timestamp -> json.put("timestamp", timestamp))
                .orElse(json);
    }
}
