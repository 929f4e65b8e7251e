package io.github.viewtally.api.storage;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition or filter of DynamoDB, as far as the API uses them: OR, AND, parentheses, equality, numbers below another,
 * and three functions.
 * Every attribute has a placeholder.
 */
final class FakeCondition {

    private static final Pattern TOKEN = Pattern.compile("[(),=<]|[#:]?\\w+");

    private final List<String> tokens;
    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;

    FakeCondition(String expression, Map<String, String> names, Map<String, AttributeValue> values) {
        this.tokens =
                TOKEN.matcher(expression).results().map(MatchResult::group).toList();
        this.names = names;
        this.values = values;
    }

    /** Returns whether the condition holds for an item. */
    boolean test(Map<String, AttributeValue> item) {
        Evaluation evaluation = new Evaluation(item);
        boolean result = evaluation.or();
        if (evaluation.at != tokens.size()) {
            throw new AssertionError("not understood behind " + tokens.subList(0, evaluation.at));
        }
        return result;
    }

    private final class Evaluation {

        private final Map<String, AttributeValue> item;
        private int at;

        Evaluation(Map<String, AttributeValue> item) {
            this.item = item;
        }

        boolean or() {
            boolean result = and();
            while (at < tokens.size() && tokens.get(at).equals("OR")) {
                at++;
                result |= and();
            }
            return result;
        }

        private boolean and() {
            boolean result = single();
            while (at < tokens.size() && tokens.get(at).equals("AND")) {
                at++;
                result &= single();
            }
            return result;
        }

        private boolean single() {
            String token = tokens.get(at++);
            if (token.equals("(")) {
                boolean result = or();
                expect(")");
                return result;
            }
            if (token.startsWith("#")) {
                String operator = tokens.get(at++);
                AttributeValue left = value(token);
                AttributeValue right = value(tokens.get(at++));
                return left != null
                        && switch (operator) {
                            case "=" -> left.equals(right);
                            case "<" -> new BigDecimal(left.n()).compareTo(new BigDecimal(right.n())) < 0;
                            default -> throw new AssertionError("no operator " + operator);
                        };
            }
            expect("(");
            AttributeValue argument = value(tokens.get(at++));
            boolean result =
                    switch (token) {
                        case "attribute_not_exists" -> argument == null;
                        case "begins_with" -> text(argument).startsWith(secondArgument());
                        case "contains" -> text(argument).contains(secondArgument());
                        default -> throw new AssertionError("no function " + token);
                    };
            expect(")");
            return result;
        }

        private String secondArgument() {
            expect(",");
            return text(value(tokens.get(at++)));
        }

        private String text(AttributeValue value) {
            return value == null || value.s() == null ? "" : value.s();
        }

        private AttributeValue value(String placeholder) {
            if (placeholder.startsWith(":")) {
                return values.get(placeholder);
            }
            if (!names.containsKey(placeholder)) {
                throw new AssertionError("no name for " + placeholder);
            }
            return item.get(names.get(placeholder));
        }

        private void expect(String token) {
            if (!tokens.get(at++).equals(token)) {
                throw new AssertionError("not understood: " + tokens.subList(0, at));
            }
        }
    }
}
