package io.github.viewtally.api.events;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.JsonFields;
import io.github.viewtally.model.Ids;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.vertx.core.json.JsonObject;

/** A vote in requests and responses. */
public final class VoteBody {

    private VoteBody() {}

    /**
     * Reads a vote; other fields are faults.
     *
     * @throws ProblemException 400 with every fault
     */
    public static Vote read(JsonFields fields) {
        String userId = fields.text("userId", Ids::of, Ids.RULE);
        String videoId = fields.text("videoId", Ids::of, Ids.RULE);
        VoteType voteType = fields.text("voteType", VoteType::of, "must be LIKE or DISLIKE");
        fields.check();
        return new Vote(userId, videoId, voteType);
    }

    /** Returns a vote in a list of its user's votes. */
    public static JsonObject toJsonOfUser(Vote vote) {
        return new JsonObject()
                .put("videoId", vote.videoId())
                .put("voteType", vote.voteType().name());
    }

    static JsonObject toJson(Vote vote) {
        return new JsonObject()
                .put("userId", vote.userId())
                .put("videoId", vote.videoId())
                .put("voteType", vote.voteType().name());
    }
}
