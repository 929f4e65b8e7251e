package io.github.viewtally.api.events;

import io.github.viewtally.api.auth.AuthProblems;
import io.github.viewtally.api.auth.Scope;
import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.storage.EventStore;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.vertx.core.Future;
import java.util.function.Predicate;

/** An event of a batch request. */
sealed interface BatchEntry {

    /** Returns this entry, or a rejection if the sender may not write for its user. */
    BatchEntry checkAccess(Predicate<String> isWritable);

    /** Stores the event; fails with the reason if it is not stored. */
    Future<?> store(EventStore store);

    /** A valid view. */
    record OfView(View view) implements BatchEntry {

        @Override
        public BatchEntry checkAccess(Predicate<String> isWritable) {
            return isWritable.test(view.userId()) ? this : Rejected.NOT_ALLOWED;
        }

        @Override
        public Future<?> store(EventStore store) {
            return store.put(view);
        }
    }

    /** A valid vote. */
    record OfVote(Vote vote) implements BatchEntry {

        @Override
        public BatchEntry checkAccess(Predicate<String> isWritable) {
            return isWritable.test(vote.userId()) ? this : Rejected.NOT_ALLOWED;
        }

        @Override
        public Future<?> store(EventStore store) {
            return store.put(vote);
        }
    }

    /** An event that is not valid or not allowed. */
    record Rejected(Problem problem) implements BatchEntry {

        private static final Rejected NOT_ALLOWED = new Rejected(AuthProblems.notAllowed(Scope.EVENTS_WRITE));

        @Override
        public BatchEntry checkAccess(Predicate<String> isWritable) {
            return this;
        }

        @Override
        public Future<?> store(EventStore store) {
            return Future.failedFuture(problem.asException());
        }
    }
}
