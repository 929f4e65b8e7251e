package io.github.viewtally.api.events;

import io.github.viewtally.api.auth.AuthProblems;
import io.github.viewtally.api.auth.Scope;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.storage.EventStore;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.vertx.core.Future;
import java.util.function.Predicate;

/** One of the events of a request, as it was understood. */
sealed interface BatchEntry {

    /** The same, unless it is of a user for whom the sender may not write. */
    BatchEntry ifOf(Predicate<String> writable);

    /** Ends when it is stored, or fails with why it is not. */
    Future<?> store(EventStore store);

    /** A view that can be stored. */
    record OfView(View view) implements BatchEntry {

        @Override
        public BatchEntry ifOf(Predicate<String> writable) {
            return writable.test(view.userId()) ? this : Rejected.OTHERS;
        }

        @Override
        public Future<?> store(EventStore store) {
            return store.put(view);
        }
    }

    /** A vote that can be stored. */
    record OfVote(Vote vote) implements BatchEntry {

        @Override
        public BatchEntry ifOf(Predicate<String> writable) {
            return writable.test(vote.userId()) ? this : Rejected.OTHERS;
        }

        @Override
        public Future<?> store(EventStore store) {
            return store.put(vote);
        }
    }

    /** What cannot be stored. */
    record Rejected(Problem problem) implements BatchEntry {

        private static final Rejected OTHERS = new Rejected(AuthProblems.notAllowed(Scope.EVENTS_WRITE));

        @Override
        public BatchEntry ifOf(Predicate<String> writable) {
            return this;
        }

        @Override
        public Future<?> store(EventStore store) {
            return Future.failedFuture(problem.asException());
        }
    }
}
