package io.github.viewtally.api.storage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The positions at which the next steps continue, for the latest thousand users of this process. */
final class UserPositions<P> {

    private static final int MAX_USERS = 1_000;

    private final Map<String, P> positions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, P> eldest) {
            return size() > MAX_USERS;
        }
    };

    Optional<P> of(String userId) {
        return Optional.ofNullable(positions.get(userId));
    }

    void put(String userId, P position) {
        positions.put(userId, position);
    }

    void remove(String userId) {
        positions.remove(userId);
    }
}
