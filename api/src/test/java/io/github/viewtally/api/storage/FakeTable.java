package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.model.table.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The items of a table with its two indexes. It supports the queries that the API makes, and throws an AssertionError for
 * a request that DynamoDB would refuse.
 */
final class FakeTable {

    private static final Comparator<String> AS_UTF_8 = FakeTable::compareAsUtf8;

    private static final Pattern KEY_CONDITION = Pattern.compile("(\\w+) = (:\\w+)(?: AND (?:"
            + "begins_with\\((?<begun>\\w+), (?<start>:\\w+)\\)"
            + "|(?<ranged>\\w+) BETWEEN (?<from>:\\w+) AND (?<to>:\\w+)"
            + "|(?<below>\\w+) < (?<upper>:\\w+)))?");

    private final Map<ItemWrite.ItemKey, Map<String, AttributeValue>> items = new HashMap<>();
    private int maxEvaluated = Integer.MAX_VALUE;

    /** The order of UTF-8 bytes is that of code points. It differs from UTF-16 only in surrogates, which come last. */
    private static int compareAsUtf8(String one, String other) {
        for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** Ends every query after this many items, as DynamoDB does after a megabyte. */
    void evaluateAtMost(int items) {
        maxEvaluated = items;
    }

    List<Map<String, AttributeValue>> items() {
        return List.copyOf(items.values());
    }

    Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return items.get(onlyKey(key));
    }

    void put(Map<String, AttributeValue> item) {
        items.put(ItemWrite.ItemKey.of(item), item);
    }

    void delete(Map<String, AttributeValue> key) {
        items.remove(onlyKey(key));
    }

    /** Without AssertJ, which would take longer than everything else that a read of many keys does. */
    private static ItemWrite.ItemKey onlyKey(Map<String, AttributeValue> key) {
        if (!key.keySet().equals(Set.of(Keys.PK, Keys.SK))) {
            throw new AssertionError("not a key: " + key);
        }
        return ItemWrite.ItemKey.of(key);
    }

    QueryResponse query(QueryRequest request) {
        List<String> keys = keysOf(request.indexName());
        Map<String, AttributeValue> start = request.exclusiveStartKey();
        Comparator<Map<String, AttributeValue>> order = order(keys, request.scanIndexForward());
        if (request.hasExclusiveStartKey()) {
            assertThat(start).containsOnlyKeys(keys);
            assertThat(request.expressionAttributeValues()).containsValue(start.get(keys.get(0)));
        }
        List<Map<String, AttributeValue>> found = items.values().stream()
                .filter(keyCondition(request, keys))
                .filter(item -> !request.hasExclusiveStartKey() || order.compare(item, start) > 0)
                .sorted(order)
                .toList();
        int limit = Math.min(maxEvaluated, Optional.ofNullable(request.limit()).orElse(Integer.MAX_VALUE));
        int end = Math.min(found.size(), limit);
        boolean cut = end > 0 && end == limit;
        return QueryResponse.builder()
                .items(found.subList(0, end).stream()
                        .filter(filter(request))
                        .map(item -> Set.of(Keys.GSI2, Keys.GSI3).contains(String.valueOf(request.indexName()))
                                ? pick(item, keys)
                                : item)
                        .map(item -> project(request, item))
                        .toList())
                .lastEvaluatedKey(cut ? pick(found.get(end - 1), keys) : null)
                .build();
    }

    /** Returns the partition and sort key of the table or index, followed by the keys of the table. */
    private static List<String> keysOf(String index) {
        return index == null
                ? List.of(Keys.PK, Keys.SK)
                : switch (index) {
                    case Keys.GSI1 -> List.of(Keys.GSI1PK, Keys.GSI1SK, Keys.PK, Keys.SK);
                    case Keys.GSI2 -> List.of(Keys.GSI2PK, Keys.GSI2SK, Keys.PK, Keys.SK);
                    case Keys.GSI3 -> List.of(Keys.GSI3PK, Keys.GSI3SK, Keys.PK, Keys.SK);
                    default -> throw new AssertionError("no index " + index);
                };
    }

    private static Comparator<Map<String, AttributeValue>> order(List<String> keys, Boolean forward) {
        List<String> significant = new ArrayList<>(keys.subList(1, keys.size()));
        Comparator<Map<String, AttributeValue>> order = Comparator.comparing(item -> "");
        for (String key : significant) {
            order = order.thenComparing(item -> item.get(key).s(), AS_UTF_8);
        }
        return Boolean.FALSE.equals(forward) ? order.reversed() : order;
    }

    private static Predicate<Map<String, AttributeValue>> keyCondition(QueryRequest request, List<String> keys) {
        Matcher condition = KEY_CONDITION.matcher(request.keyConditionExpression());
        assertThat(condition.matches()).as(request.keyConditionExpression()).isTrue();
        assertThat(condition.group(1)).isEqualTo(keys.get(0));
        Values values = new Values(request);
        String partition = values.of(condition.group(2));
        Predicate<String> sort = text -> true;
        if (condition.group("begun") != null) {
            assertThat(condition.group("begun")).isEqualTo(keys.get(1));
            String start = values.of(condition.group("start"));
            sort = text -> text.startsWith(start);
        } else if (condition.group("ranged") != null) {
            assertThat(condition.group("ranged")).isEqualTo(keys.get(1));
            String from = values.of(condition.group("from"));
            String to = values.of(condition.group("to"));
            assertThat(from)
                    .as("lower bound of BETWEEN")
                    .usingComparator(AS_UTF_8)
                    .isLessThanOrEqualTo(to);
            sort = text -> AS_UTF_8.compare(from, text) <= 0 && AS_UTF_8.compare(text, to) <= 0;
        } else if (condition.group("below") != null) {
            assertThat(condition.group("below")).isEqualTo(keys.get(1));
            String upper = values.of(condition.group("upper"));
            sort = text -> AS_UTF_8.compare(text, upper) < 0;
        }
        values.assertAllUsed();
        Predicate<String> sorted = sort;
        return item -> item.containsKey(keys.get(0))
                && item.get(keys.get(0)).s().equals(partition)
                && item.keySet().containsAll(keys)
                && sorted.test(item.get(keys.get(1)).s());
    }

    private static Predicate<Map<String, AttributeValue>> filter(QueryRequest request) {
        if (request.filterExpression() == null) {
            return item -> true;
        }
        FakeCondition filter = new FakeCondition(
                request.filterExpression(), request.expressionAttributeNames(), request.expressionAttributeValues());
        return filter::test;
    }

    private static Map<String, AttributeValue> pick(Map<String, AttributeValue> item, List<String> names) {
        Map<String, AttributeValue> picked = new HashMap<>();
        names.forEach(name -> picked.put(name, item.get(name)));
        return picked;
    }

    private static Map<String, AttributeValue> project(QueryRequest request, Map<String, AttributeValue> item) {
        if (request.projectionExpression() == null) {
            return item;
        }
        Map<String, AttributeValue> projected = new HashMap<>(item);
        projected
                .keySet()
                .retainAll(Stream.of(request.projectionExpression().split(", "))
                        .map(name -> request.expressionAttributeNames().getOrDefault(name, name))
                        .toList());
        return projected;
    }

    /** The values of an expression. DynamoDB requires that each is used. */
    private static final class Values {

        private final QueryRequest request;
        private final Set<String> used = new HashSet<>();

        Values(QueryRequest request) {
            this.request = request;
            if (request.filterExpression() != null) {
                Pattern.compile(":\\w+")
                        .matcher(request.filterExpression())
                        .results()
                        .forEach(value -> used.add(value.group()));
            }
        }

        String of(String name) {
            used.add(name);
            return request.expressionAttributeValues().get(name).s();
        }

        void assertAllUsed() {
            assertThat(request.expressionAttributeValues()).containsOnlyKeys(used);
        }
    }
}
