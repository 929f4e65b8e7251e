package io.github.viewtally.loadgen;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** One thing a user does with a video, and the request that tells the API so. */
sealed interface TrafficEvent {

    /** What the event changes. Events with equal keys must reach the API one after the other. */
    Key key();

    ApiRequest request();

    /** One line for people, such as {@code USER 0 likes VIDEO 5}. */
    String text();

    /** A stored vote or view. */
    sealed interface Key {

        /** The event that deletes what has this key. */
        TrafficEvent deletion();
    }

    record VoteKey(String userId, String videoId) implements Key {
        @Override
        public TrafficEvent deletion() {
            return new Withdrawal(this);
        }
    }

    record ViewKey(String userId, String videoId, String timestamp) implements Key {
        @Override
        public TrafficEvent deletion() {
            return new Unwatching(this);
        }
    }

    enum VoteType {
        LIKE,
        DISLIKE
    }

    record Vote(VoteKey key, VoteType voteType) implements TrafficEvent {
        @Override
        public ApiRequest request() {
            JsonObject body = new JsonObject()
                    .put("userId", key.userId())
                    .put("videoId", key.videoId())
                    .put("voteType", voteType.name());
            return new ApiRequest(HttpMethod.POST, "/votes", body);
        }

        @Override
        public String text() {
            String verb = voteType == VoteType.LIKE ? "likes" : "dislikes";
            return "USER " + key.userId() + " " + verb + " VIDEO " + key.videoId();
        }
    }

    /** A view of {@code duration} seconds. */
    record View(ViewKey key, int duration) implements TrafficEvent {
        @Override
        public ApiRequest request() {
            JsonObject body = new JsonObject()
                    .put("userId", key.userId())
                    .put("videoId", key.videoId())
                    .put("duration", duration)
                    .put("timestamp", key.timestamp());
            return new ApiRequest(HttpMethod.POST, "/views", body);
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " watches VIDEO " + key.videoId();
        }
    }

    record Withdrawal(VoteKey key) implements TrafficEvent {
        @Override
        public ApiRequest request() {
            return new ApiRequest(HttpMethod.DELETE, "/users/" + key.userId() + "/votes/" + key.videoId(), null);
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " withdraws the vote on VIDEO " + key.videoId();
        }
    }

    record Unwatching(ViewKey key) implements TrafficEvent {
        @Override
        public ApiRequest request() {
            String timestamp = URLEncoder.encode(key.timestamp(), StandardCharsets.UTF_8);
            String path = "/users/" + key.userId() + "/views/" + key.videoId() + "/" + timestamp;
            return new ApiRequest(HttpMethod.DELETE, path, null);
        }

        @Override
        public String text() {
            return "USER " + key.userId() + " unwatches VIDEO " + key.videoId();
        }
    }
}
