package io.github.viewtally.local.chaos;

/**
 * An operation of a client, an operator or time to live on one event.
 *
 * @param slot selects one of a few timestamps of a view; equal slots mean the same view
 * @param duration duration of a view, in seconds
 */
record Op(Action action, int user, int video, int slot, int duration) {

    enum Action {
        VIEW,
        LIKE,
        DISLIKE,
        POISON_VIEW,
        POISON_VOTE,
        DELETE_VIEW,
        DELETE_VOTE,
        EXPIRE_VIEW,
        EXPIRE_VOTE;

        boolean isOfView() {
            return name().endsWith("VIEW");
        }

        boolean removes() {
            return name().startsWith("DELETE") || name().startsWith("EXPIRE");
        }

        boolean expires() {
            return name().startsWith("EXPIRE");
        }
    }

    @Override
    public String toString() {
        String event = action + " user " + user + " video " + video;
        return action.isOfView() ? event + " time " + slot + " duration " + duration : event;
    }
}
