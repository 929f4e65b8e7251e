package io.github.viewtally.api.request;

import io.github.viewtally.api.problem.Problem;
import io.github.viewtally.api.problem.ProblemException;
import io.github.viewtally.model.Ids;
import io.github.viewtally.model.Timestamps;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parameters of path and query. Each is checked by its rule; all methods throw a 400 that names the parameter. */
public final class Parameters {

    /** A plus sign before the digits of an offset that was not escaped in the query, and so was decoded to a space. */
    private static final Pattern UNESCAPED_PLUS = Pattern.compile(" (?=[0-9]{2}(?::?[0-9]{2})?$)");

    private final RoutingContext context;
    private final MultiMap query;

    private Parameters(RoutingContext context, MultiMap query) {
        this.context = context;
        this.query = query;
    }

    /** Reads the parameters of a request. An unknown or repeated name is an error. */
    public static Parameters of(RoutingContext context, Set<String> known) {
        return of(context, known, Set.of());
    }

    /** Reads the parameters of a request; each name in {@code lists}, a subset of {@code known}, may be repeated. */
    public static Parameters of(RoutingContext context, Set<String> known, Set<String> lists) {
        MultiMap query = query(context);
        Set<String> given = new HashSet<>();
        // MultiMap ignores the case of names; its entries keep it.
        for (Map.Entry<String, String> parameter : query) {
            String name = parameter.getKey();
            if (!known.contains(name)) {
                throw invalid(name, "is not a parameter of this resource");
            }
            if (!given.add(name) && !lists.contains(name)) {
                throw invalid(name, "is given twice");
            }
        }
        return new Parameters(context, query);
    }

    private static MultiMap query(RoutingContext context) {
        try {
            return context.queryParams();
        } catch (RuntimeException e) {
            throw Problem.of(400, "The query is not properly encoded.").asException();
        }
    }

    /**
     * Returns the elements of a list in the query: {@code ids=a,b}, {@code ids=a&ids=b}, or both; empty if it is
     * missing.
     */
    public static List<String> list(RoutingContext context, String name) {
        return list(query(context), name);
    }

    private static List<String> list(MultiMap query, String name) {
        return query.getAll(name).stream()
                .flatMap(elements -> Stream.of(elements.split(",", -1)))
                .toList();
    }

    /** Returns an id in the path. */
    public String id(String name) {
        String id = context.pathParam(name);
        if (!Ids.isValid(id)) {
            throw Problem.invalid("{" + name + "}", Ids.RULE).asException();
        }
        return id;
    }

    /** Returns an instant in the path, to the nanosecond. */
    public Instant timestamp(String name) {
        return Timestamps.parseExact(context.pathParam(name))
                .orElseThrow(() ->
                        Problem.invalid("{" + name + "}", Timestamps.EXACT_RULE).asException());
    }

    /** Returns an instant in the query, to the nanosecond. */
    public Optional<Instant> queryTimestamp(String name) {
        return text(name)
                .map(text -> Timestamps.parseExact(UNESCAPED_PLUS.matcher(text).replaceFirst("+"))
                        .orElseThrow(() -> invalid(name, Timestamps.EXACT_RULE)));
    }

    /** Returns a {@link #list} of distinct ids, at most {@code max}. */
    public Optional<List<String>> ids(String name, int max) {
        List<String> ids = list(query, name).stream().distinct().toList();
        if (ids.size() > max) {
            throw invalid(name, "must be at most " + max + " ids");
        }
        if (!ids.stream().allMatch(Ids::isValid)) {
            throw invalid(name, "must be ids separated by commas; each " + Ids.RULE);
        }
        return Optional.of(ids).filter(list -> !list.isEmpty());
    }

    /** Returns an integer in the query, from 1 to {@code max}. */
    public int limit(String name, int defaultValue, int max) {
        return text(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
                        throw invalid(name, "must be a whole number from 1 to " + max);
                    }
                    return Integer.parseInt(text);
                })
                .orElse(defaultValue);
    }

    /** Returns one of the given words; the first one if the parameter is missing. */
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

    /** Returns the problem of a query parameter. */
    public static ProblemException invalid(String name, String detail) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + "...";
        return Problem.invalid("?" + shown, detail).asException();
    }
}
