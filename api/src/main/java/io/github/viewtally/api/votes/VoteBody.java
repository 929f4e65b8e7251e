package io.github.viewtally.api.votes;

import io.github.viewtally.api.http.JsonFields;
import io.github.viewtally.model.Ids;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** A vote as it stands in requests and answers. */
final class VoteBody {

    private static final Set<String> FIELDS = Set.of("userId", "videoId", "voteType");

    private VoteBody() {}

    static Vote parse(Buffer body) {
        JsonFields fields = JsonFields.parse(body, FIELDS);
        String userId = fields.text("userId", VoteBody::id, Ids.RULE);
        String videoId = fields.text("videoId", VoteBody::id, Ids.RULE);
        VoteType voteType = fields.text("voteType", VoteType::of, "must be LIKE or DISLIKE");
        fields.check();
        return new Vote(userId, videoId, voteType);
    }

    private static Optional<String> id(String text) {
        return Optional.of(text).filter(Ids::isValid);
    }

    static JsonObject toJson(Vote vote) {
        return new JsonObject()
                .put("userId", vote.userId())
                .put("videoId", vote.videoId())
                .put("voteType", vote.voteType().name());
    }
}
