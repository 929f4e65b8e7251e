package io.github.viewtally.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics and labels that a query in PromQL names. Each metric in it must have a selector in braces.
 *
 * @param selectors each metric with its conditions
 * @param grouping the labels in its clauses {@code by}
 */
record PromQuery(List<Selector> selectors, Set<String> grouping) {

    /** A metric and the conditions on its labels. */
    record Selector(String metric, List<Condition> conditions) {}

    /** A condition on a label, such as {@code status=~"5.."}. */
    record Condition(String label, String operator, String value) {}

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String TEXT = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern SELECTOR =
            Pattern.compile("(" + NAME + ")\\s*\\{((?:[^\"}]|" + TEXT + ")*)}(?:\\[[^]]*])?");
    private static final Pattern CONDITION = Pattern.compile("(" + NAME + ")\\s*(=~|!~|!=|=)\\s*(" + TEXT + ")");
    private static final Pattern BY = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");

    /** Words that may stand outside of a selector. */
    private static final Set<String> WORDS =
            Set.of("sum", "max", "rate", "increase", "histogram_quantile", "or", "vector");

    static PromQuery parse(String text) {
        Set<String> grouping = new TreeSet<>();
        Matcher by = BY.matcher(text);
        while (by.find()) {
            for (String label : by.group(1).split(",")) {
                grouping.add(label.trim());
            }
        }
        List<Selector> selectors = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(by.replaceAll(" "));
        while (selector.find()) {
            selectors.add(new Selector(selector.group(1), conditions(selector.group(2))));
        }
        assertThat(Pattern.compile(NAME)
                        .matcher(selector.replaceAll(" "))
                        .results()
                        .map(MatchResult::group))
                .as("words outside of selectors in: " + text)
                .isSubsetOf(WORDS);
        assertThat(selectors).as(text).isNotEmpty();
        return new PromQuery(selectors, grouping);
    }

    private static List<Condition> conditions(String text) {
        return CONDITION
                .matcher(text)
                .results()
                .map(found -> new Condition(
                        found.group(1),
                        found.group(2),
                        found.group(3).substring(1, found.group(3).length() - 1)))
                .toList();
    }
}
