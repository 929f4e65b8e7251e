package io.github.viewtally.api;

import io.github.viewtally.api.auth.AccessPolicy;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes of a port in the order in which they are matched: method, path, access policy and handler. */
public final class RouteTable {

    /**
     * One method of one path.
     *
     * @param path as in the contract, with <code>{name}</code> for a parameter
     * @param maxBody maximum bytes of the JSON body; 0 for a route without a body
     */
    public record ApiRoute(
            HttpMethod method, String path, AccessPolicy access, int maxBody, Handler<RoutingContext> handler) {

        boolean hasBody() {
            return maxBody > 0;
        }

        boolean isRead() {
            return method == HttpMethod.GET || method == HttpMethod.HEAD;
        }
    }

    private final List<ApiRoute> entries = new ArrayList<>();

    /** Adds a resource to read. HEAD gets the same response as GET, without the body. */
    public RouteTable get(String path, AccessPolicy access, Handler<RoutingContext> handler) {
        entries.add(new ApiRoute(HttpMethod.GET, path, access, 0, handler));
        entries.add(new ApiRoute(HttpMethod.HEAD, path, access, 0, handler));
        return this;
    }

    /** Adds a resource that takes JSON of at most {@code maxBody} bytes. */
    public RouteTable post(String path, AccessPolicy access, int maxBody, Handler<RoutingContext> handler) {
        entries.add(new ApiRoute(HttpMethod.POST, path, access, maxBody, handler));
        return this;
    }

    public RouteTable delete(String path, AccessPolicy access, Handler<RoutingContext> handler) {
        entries.add(new ApiRoute(HttpMethod.DELETE, path, access, 0, handler));
        return this;
    }

    public RouteTable addAll(RouteTable other) {
        entries.addAll(other.entries);
        return this;
    }

    public List<ApiRoute> entries() {
        return List.copyOf(entries);
    }

    /** Returns every path with its methods. */
    public Map<String, List<HttpMethod>> methods() {
        Map<String, List<HttpMethod>> methods = new LinkedHashMap<>();
        entries.forEach(entry ->
                methods.computeIfAbsent(entry.path(), path -> new ArrayList<>()).add(entry.method()));
        return methods;
    }
}
