package io.github.viewtally.api.events;

import io.github.viewtally.api.auth.Refusals;
import io.github.viewtally.api.auth.Scope;
import io.github.viewtally.api.http.Problem;
import io.github.viewtally.api.table.EventStore;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.vertx.core.Future;
import java.util.function.Predicate;

/** One of the events of a request, as it was understood. */
sealed interface Element {

    /** The same, unless it is of a user for whom the sender may not write. */
    Element ifOf(Predicate<String> writable);

    /** Ends when it is stored, or fails with why it is not. */
    Future<?> store(EventStore store);

    /** A view that can be stored. */
    record OfView(View view) implements Element {

        @Override
        public Element ifOf(Predicate<String> writable) {
            return writable.test(view.userId()) ? this : Refused.OTHERS;
        }

        @Override
        public Future<?> store(EventStore store) {
            return store.put(view);
        }
    }

    /** A vote that can be stored. */
    record OfVote(Vote vote) implements Element {

        @Override
        public Element ifOf(Predicate<String> writable) {
            return writable.test(vote.userId()) ? this : Refused.OTHERS;
        }

        @Override
        public Future<?> store(EventStore store) {
            return store.put(vote);
        }
    }

    /** What cannot be stored. */
    record Refused(Problem problem) implements Element {

        private static final Refused OTHERS = new Refused(Refusals.notAllowed(Scope.EVENTS_WRITE));

        @Override
        public Element ifOf(Predicate<String> writable) {
            return this;
        }

        @Override
        public Future<?> store(EventStore store) {
            return Future.failedFuture(problem.asException());
        }
    }
}
