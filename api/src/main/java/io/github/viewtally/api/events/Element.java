package io.github.viewtally.api.events;

import io.github.viewtally.api.http.Problem;
import io.github.viewtally.api.table.EventStore;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.vertx.core.Future;

/** One of the events of a request, as it was understood. */
sealed interface Element {

    /** Ends when it is stored, or fails with why it is not. */
    Future<?> store(EventStore store);

    /** A view that can be stored. */
    record OfView(View view) implements Element {

        @Override
        public Future<?> store(EventStore store) {
            return store.put(view);
        }
    }

    /** A vote that can be stored. */
    record OfVote(Vote vote) implements Element {

        @Override
        public Future<?> store(EventStore store) {
            return store.put(vote);
        }
    }

    /** What cannot be stored. */
    record Refused(Problem problem) implements Element {

        @Override
        public Future<?> store(EventStore store) {
            return Future.failedFuture(problem.asException());
        }
    }
}
