package io.github.viewtally.testsupport.throughput;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies an update expression to an item, so that the units of an update are known before DynamoDB executes it ("Update
 * expressions" in the DynamoDB guide). It knows top-level attributes only, and does not check types as DynamoDB does.
 */
final class UpdateExpression {

    private static final Pattern TOKEN = Pattern.compile("\\s*([\\w#:.\\[\\]]+|[=+,()-])");

    private final JsonObject oldItem;
    private final JsonObject names;
    private final JsonObject values;
    private final JsonObject updated;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    private UpdateExpression(JsonObject oldItem, JsonObject update) {
        this.oldItem = oldItem;
        this.names = update.getJsonObject("ExpressionAttributeNames", new JsonObject());
        this.values = update.getJsonObject("ExpressionAttributeValues", new JsonObject());
        this.updated = new JsonObject(new LinkedHashMap<>(oldItem.getMap()));
        Matcher matcher = TOKEN.matcher(update.getString("UpdateExpression", ""));
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
    }

    /**
     * Returns the item after an update.
     *
     * @param update the JSON with the expression and its placeholders
     * @throws IllegalArgumentException if the expression has a path into a document
     */
    static JsonObject apply(JsonObject oldItem, JsonObject update) {
        UpdateExpression expression = new UpdateExpression(oldItem, update);
        while (expression.next < expression.tokens.size()) {
            String clause = expression.take().toUpperCase(Locale.ROOT);
            do {
                expression.applyAction(clause);
            } while (expression.accept(","));
        }
        return expression.updated;
    }

    private void applyAction(String clause) {
        String attribute = attribute(take());
        switch (clause) {
            case "SET" -> {
                accept("=");
                put(attribute, value());
            }
            case "REMOVE" -> updated.remove(attribute);
            case "ADD" -> put(attribute, sum(oldItem.getJsonObject(attribute), operand(), 1));
            case "DELETE" -> removeFromSet(attribute, operand());
            default -> throw new IllegalArgumentException("not an update expression: " + tokens);
        }
    }

    /** The attribute of a path that is not in the item has no value. */
    private void put(String attribute, JsonObject value) {
        if (value != null) {
            updated.put(attribute, value);
        }
    }

    private JsonObject value() {
        JsonObject left = operand();
        if (accept("+")) {
            return sum(left, operand(), 1);
        }
        return accept("-") ? sum(left, operand(), -1) : left;
    }

    private JsonObject operand() {
        String token = take();
        if (accept("(")) {
            JsonObject first = operand();
            accept(",");
            JsonObject second = operand();
            accept(")");
            return token.equals("list_append") ? joined("L", first, second) : first == null ? second : first;
        }
        return token.startsWith(":") ? values.getJsonObject(token) : oldItem.getJsonObject(attribute(token));
    }

    private String attribute(String path) {
        if (path.contains(".") || path.contains("[")) {
            throw new IllegalArgumentException("the throughput model knows no paths into documents: " + path);
        }
        return path.startsWith("#") ? names.getString(path) : path;
    }

    /** Adds numbers, or the elements of sets. */
    private static JsonObject sum(JsonObject left, JsonObject right, int sign) {
        if (!right.containsKey("N")) {
            String type = right.fieldNames().iterator().next();
            return left == null ? right : joined(type, left, right);
        }
        BigDecimal start = left == null ? BigDecimal.ZERO : new BigDecimal(left.getString("N"));
        BigDecimal delta = new BigDecimal(right.getString("N"));
        return new JsonObject()
                .put("N", start.add(sign < 0 ? delta.negate() : delta).toPlainString());
    }

    /** Joins two lists, or two sets without repetitions. */
    private static JsonObject joined(String type, JsonObject first, JsonObject second) {
        JsonArray all = first.getJsonArray(type).copy();
        second.getJsonArray(type).stream()
                .filter(element -> type.equals("L") || !all.contains(element))
                .forEach(all::add);
        return new JsonObject().put(type, all);
    }

    private void removeFromSet(String attribute, JsonObject removed) {
        JsonObject set = oldItem.getJsonObject(attribute);
        if (set != null) {
            String type = removed.fieldNames().iterator().next();
            JsonArray rest = new JsonArray(set.getJsonArray(type).stream()
                    .filter(element -> !removed.getJsonArray(type).contains(element))
                    .toList());
            if (rest.isEmpty()) {
                updated.remove(attribute);
            } else {
                updated.put(attribute, new JsonObject().put(type, rest));
            }
        }
    }

    private String take() {
        return tokens.get(next++);
    }

    private boolean accept(String token) {
        if (next < tokens.size() && tokens.get(next).equals(token)) {
            next++;
            return true;
        }
        return false;
    }
}
