package io.github.viewtally.api.auth;

import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.api.request.Parameters;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Decides who may use a route. Without AUTH, everyone may use every route. */
public sealed interface AccessPolicy {

    /** Allows everyone, with or without a token. */
    static AccessPolicy publicly() {
        return new Everyone();
    }

    /** Allows the user in the path, and tokens with the scope. */
    static AccessPolicy ownUser(String pathParameter, Scope scope) {
        return new OwnUser(pathParameter, scope);
    }

    /** Allows a user if the list of ids in the query has only this user, and tokens with the scope. */
    static AccessPolicy ownIds(String queryParameter, Scope scope) {
        return new OwnIds(queryParameter, scope);
    }

    /** Allows every user to write own events. The handler calls {@link #requireMayWrite} for the user of each event. */
    static AccessPolicy ownEvents() {
        return new OwnEvents();
    }

    /** Allows tokens with the scope. */
    static AccessPolicy scope(Scope scope) {
        return new Holder(scope);
    }

    /** Returns the subject of the request's token; empty without a token, or without AUTH. */
    static String subjectOf(RoutingContext context) {
        Principal principal = context.get(AuthenticationHandler.PRINCIPAL);
        return principal == null ? "" : principal.userId();
    }

    /** Returns whether the sender of a request may write events of this user. */
    static boolean mayWrite(RoutingContext context, String userId) {
        Principal principal = context.get(AuthenticationHandler.PRINCIPAL);
        return principal == null || principal.is(userId) || principal.has(Scope.EVENTS_WRITE);
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

    /** Returns whether the policy allows this request of this principal. */
    boolean admits(Principal principal, RoutingContext context);

    /** Returns the scope that a refused principal lacks. */
    Scope scope();

    /** See {@link #publicly}. */
    record Everyone() implements AccessPolicy {

        @Override
        public boolean admits(Principal principal, RoutingContext context) {
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
        public boolean admits(Principal principal, RoutingContext context) {
            return principal.is(context.pathParam(parameter)) || principal.has(scope);
        }
    }

    /** See {@link #ownIds}. */
    record OwnIds(String parameter, Scope scope) implements AccessPolicy {

        @Override
        public boolean admits(Principal principal, RoutingContext context) {
            List<String> ids = Parameters.list(context, parameter);
            return principal.has(scope) || !ids.isEmpty() && ids.stream().allMatch(principal::is);
        }
    }

    /** See {@link #ownEvents}. */
    record OwnEvents() implements AccessPolicy {

        @Override
        public boolean admits(Principal principal, RoutingContext context) {
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
        public boolean admits(Principal principal, RoutingContext context) {
            return principal.has(scope);
        }
    }
}
