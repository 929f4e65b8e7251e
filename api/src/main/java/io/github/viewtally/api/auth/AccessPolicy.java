package io.github.viewtally.api.auth;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.Parameters;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Who may use a route, where tokens are asked for; where they are not, everyone may. */
public sealed interface AccessPolicy {

    /** Everyone, with or without a token. */
    static AccessPolicy publicly() {
        return new Everyone();
    }

    /** The user whom the path names, and whoever has the scope. */
    static AccessPolicy ownUser(String pathParameter, Scope otherwise) {
        return new OwnUser(pathParameter, otherwise);
    }

    /** The user whom alone the list of ids in the query names, and whoever has the scope. */
    static AccessPolicy ownIds(String queryParameter, Scope otherwise) {
        return new OwnIds(queryParameter, otherwise);
    }

    /** Every user, for events of their own: the handler asks {@link #requireMayWrite} when it knows whose they are. */
    static AccessPolicy ownEvents() {
        return new OwnEvents();
    }

    /** Whoever has the scope. */
    static AccessPolicy scope(Scope scope) {
        return new Holder(scope);
    }

    /** The subject of the request's token; empty if there is none, or no tokens are asked for. */
    static String subjectOf(RoutingContext context) {
        Principal caller = context.get(AuthenticationHandler.CALLER);
        return caller == null ? "" : caller.userId();
    }

    /** Whether the sender of a request that was let through may write events of this user. */
    static boolean mayWrite(RoutingContext context, String userId) {
        Principal caller = context.get(AuthenticationHandler.CALLER);
        return caller == null || caller.is(userId) || caller.has(Scope.EVENTS_WRITE);
    }

    /**
     * Refuses to write events of another user.
     *
     * @throws ProblemException 403
     */
    static void requireMayWrite(RoutingContext context, String userId) {
        if (!mayWrite(context, userId)) {
            throw AuthProblems.notAllowed(Scope.EVENTS_WRITE).asException();
        }
    }

    /** Whether this caller may use the route for this request. */
    boolean admits(Principal caller, RoutingContext context);

    /** The scope that would have helped one who was not admitted. */
    Scope scope();

    /** See {@link #publicly}. */
    record Everyone() implements AccessPolicy {

        @Override
        public boolean admits(Principal caller, RoutingContext context) {
            return true;
        }

        @Override
        public Scope scope() {
            throw new IllegalStateException("everyone is admitted");
        }
    }

    /** See {@link #ownUser}. */
    record OwnUser(String parameter, Scope scope) implements AccessPolicy {

        @Override
        public boolean admits(Principal caller, RoutingContext context) {
            return caller.is(context.pathParam(parameter)) || caller.has(scope);
        }
    }

    /** See {@link #ownIds}. */
    record OwnIds(String parameter, Scope scope) implements AccessPolicy {

        @Override
        public boolean admits(Principal caller, RoutingContext context) {
            List<String> ids = Parameters.list(context, parameter);
            return caller.has(scope) || !ids.isEmpty() && ids.stream().allMatch(caller::is);
        }
    }

    /** See {@link #ownEvents}. */
    record OwnEvents() implements AccessPolicy {

        @Override
        public boolean admits(Principal caller, RoutingContext context) {
            return true;
        }

        @Override
        public Scope scope() {
            return Scope.EVENTS_WRITE;
        }
    }

    /** See {@link #scope(Scope)}. */
    record Holder(Scope scope) implements AccessPolicy {

        @Override
        public boolean admits(Principal caller, RoutingContext context) {
            return caller.has(scope);
        }
    }
}
