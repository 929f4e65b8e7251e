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

/** The parameters of path and query, each checked by its rule. All methods throw a 400 that names the parameter. */
public final class Parameters {

    /** A plus sign that was not escaped in the query, and so was decoded to a space, before the digits of an offset. */
    private static final Pattern UNESCAPED_PLUS = Pattern.compile(" (?=[0-9]{2}(?::?[0-9]{2})?$)");

    private final RoutingContext context;
    private final MultiMap query;

    private Parameters(RoutingContext context, MultiMap query) {
        this.context = context;
        this.query = query;
    }

    /** With the names that the query may have; a name that is unknown or given twice is an error. */
    public static Parameters of(RoutingContext context, Set<String> known) {
        return of(context, known, Set.of());
    }

    /** The same; each parameter in {@code lists}, which {@code known} contains too, may be given any number of times. */
    public static Parameters of(RoutingContext context, Set<String> known, Set<String> lists) {
        MultiMap query = query(context);
        Set<String> given = new HashSet<>();
        // The names of a MultiMap ignore case, those of its entries do not.
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

    /** The elements of a list in the query: {@code ids=a,b}, {@code ids=a&ids=b}, or both; empty if it is left out. */
    public static List<String> list(RoutingContext context, String name) {
        return list(query(context), name);
    }

    private static List<String> list(MultiMap query, String name) {
        return query.getAll(name).stream()
                .flatMap(elements -> Stream.of(elements.split(",", -1)))
                .toList();
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
                .map(text -> Timestamps.parseExact(UNESCAPED_PLUS.matcher(text).replaceFirst("+"))
                        .orElseThrow(() -> invalid(name, Timestamps.EXACT_RULE)));
    }

    /** A {@link #list} of ids, each once; {@code most} bounds them all together. */
    public Optional<List<String>> ids(String name, int most) {
        List<String> ids = list(query, name).stream().distinct().toList();
        if (ids.size() > most) {
            throw invalid(name, "must be at most " + most + " ids");
        }
        if (!ids.stream().allMatch(Ids::isValid)) {
            throw invalid(name, "must be ids separated by commas; each " + Ids.RULE);
        }
        return Optional.of(ids).filter(list -> !list.isEmpty());
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
