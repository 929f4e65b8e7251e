package io.github.viewtally.api.auth;

import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who may use which route; docs/auth.md has the same table in short. */
final class AccessMatrix {

    /**
     * By route, for user u: without a valid token, with that of another user, with u's own, with the scope events:write,
     * with stats:read, with both, with users:erase. A 403 names the missing scope. In a batch, exactly those events are
     * rejected that alone would be a 403.
     */
    private static final String TABLE =
            """
            route                                               | none | other     | own       | write    | read      | both      | erase
            POST   /views                                       | 401  | 403 write | ok        | ok       | 403 write | ok        | 403 write
            POST   /votes                                       | 401  | 403 write | ok        | ok       | 403 write | ok        | 403 write
            POST   /events                                      | 401  | rejected  | ok        | ok       | rejected  | ok        | rejected
            DELETE /users/{userId}/votes/{videoId}              | 401  | 403 write | ok        | ok       | 403 write | ok        | 403 write
            DELETE /users/{userId}/views/{videoId}/{timestamp}  | 401  | 403 write | ok        | ok       | 403 write | ok        | 403 write
            GET    /users/{userId}/summary                      | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            GET    /users/{userId}/stats                        | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            GET    /users/{userId}/views                        | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            GET    /users/{userId}/votes                        | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            GET    /users/{userId}/videos?ids=v                 | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            DELETE /users/{userId}                              | 401  | 403 erase | ok        | 403 erase | 403 erase | 403 erase | ok
            GET    /users/{userId}/export                       | 401  | 403 erase | ok        | 403 erase | 403 erase | 403 erase | ok
            GET    /summaries/users                             | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /summaries/users?ids=u                       | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            GET    /summaries/users?ids=u,u                     | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            GET    /summaries/users?ids=u,other                 | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /summaries/users?ids=u&ids=u                 | 401  | 403 read  | ok        | 403 read | ok        | ok        | 403 read
            GET    /summaries/users?ids=u&ids=other             | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /summaries/users?ids=u,u&ids=other,u         | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /summaries/users?limit=1                     | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /videos/{videoId}/views                      | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /videos/{videoId}/viewers                    | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /videos/{videoId}/likes                      | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /videos/{videoId}/dislikes                   | 401  | 403 read  | 403 read  | 403 read | ok        | ok        | 403 read
            GET    /videos/{videoId}/summary                    | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /videos/{videoId}/summary/live               | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /videos/{videoId}/stats                      | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /totals                                      | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /totals/stats                                | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /summaries/videos                            | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /summaries/videos?ids=v                      | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /health/live                                 | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /health/ready                                | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /metrics                                     | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /openapi.yaml                                | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /                                            | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /dashboard/charts/*                          | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /dashboard/*                                 | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /docs                                        | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /docs/*                                      | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /client.js                                   | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /client.d.ts                                 | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /demo                                        | ok   | ok        | ok        | ok       | ok        | ok        | ok
            GET    /demo/*                                      | ok   | ok        | ok        | ok       | ok        | ok        | ok
            """;

    /** A line of the table. */
    record Row(HttpMethod method, String path, String query, Map<String, String> cells) {

        String route() {
            return method + " " + path;
        }

        @Override
        public String toString() {
            return route() + query;
        }
    }

    private AccessMatrix() {}

    static Stream<Row> rows() {
        List<String[]> lines =
                TABLE.lines().map(line -> line.trim().split(" *[|] *")).toList();
        return lines.stream().skip(1).map(line -> {
            Map<String, String> cells = new HashMap<>();
            for (int i = 1; i < line.length; i++) {
                cells.put(lines.get(0)[i], line[i]);
            }
            String[] request = line[0].split(" +");
            String[] uri = request[1].split("(?=[?])", 2);
            return new Row(HttpMethod.valueOf(request[0]), uri[0], uri.length == 1 ? "" : uri[1], cells);
        });
    }
}
