package io.github.viewtally.api.http;

import io.github.viewtally.model.Ids;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parameters of path and query, each checked by its rule. All methods throw a 400 that names the parameter. */
public final class Parameters {

    private final RoutingContext context;
    private final MultiMap query;

    private Parameters(RoutingContext context, MultiMap query) {
        this.context = context;
        this.query = query;
    }

    /** With the names that the query may have; a name that is unknown or given twice is an error. */
    public static Parameters of(RoutingContext context, Set<String> known) {
        MultiMap query = query(context);
        for (String name : query.names()) {
            if (!known.contains(name)) {
                throw invalid(name, "is not a parameter of this resource");
            }
            if (query.getAll(name).size() > 1) {
                throw invalid(name, "is given twice");
            }
        }
        return new Parameters(context, query);
    }

    /** All that stands in the query. */
    public static MultiMap query(RoutingContext context) {
        try {
            return context.queryParams();
        } catch (RuntimeException e) {
            throw Problem.of(400, "The query is not properly encoded.").asException();
        }
    }

    /** An id in the path. */
    public String id(String name) {
        String id = context.pathParam(name);
        if (!Ids.isValid(id)) {
            throw Problem.invalid("{" + name + "}", Ids.RULE).asException();
        }
        return id;
    }

    /** A point in time in the path, to the nanosecond. */
    public Instant timestamp(String name) {
        return Timestamps.parseExact(context.pathParam(name))
                .orElseThrow(() ->
                        Problem.invalid("{" + name + "}", Timestamps.EXACT_RULE).asException());
    }

    /** A point in time in the query, to the nanosecond. */
    public Optional<Instant> queryTimestamp(String name) {
        return text(name)
                .map(text -> Timestamps.parseExact(text).orElseThrow(() -> invalid(name, Timestamps.EXACT_RULE)));
    }

    /** Ids in the query, separated by commas, each once. */
    public Optional<List<String>> ids(String name, int most) {
        Optional<List<String>> ids = text(name)
                .map(text -> List.of(text.split(",", -1)).stream().distinct().toList());
        ids.filter(list -> list.size() > most).ifPresent(list -> {
            throw invalid(name, "must be at most " + most + " ids");
        });
        ids.filter(list -> !list.stream().allMatch(Ids::isValid)).ifPresent(list -> {
            throw invalid(name, "must be ids separated by commas; each " + Ids.RULE);
        });
        return ids;
    }

    /** A whole number in the query, from 1 to a limit. */
    public int limit(String name, int otherwise, int most) {
        return text(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
                        throw invalid(name, "must be a whole number from 1 to " + most);
                    }
                    return Integer.parseInt(text);
                })
                .orElse(otherwise);
    }

    /** One of some words in the query; the first of them if it is left out. */
    public String oneOf(String name, List<String> words) {
        String word = text(name).orElse(words.get(0));
        if (!words.contains(word)) {
            throw invalid(name, "must be one of: " + String.join(", ", words));
        }
        return word;
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The refusal of a parameter of the query. */
    public static ProblemException invalid(String name, String detail) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + "...";
        return Problem.invalid("?" + shown, detail).asException();
    }
}
