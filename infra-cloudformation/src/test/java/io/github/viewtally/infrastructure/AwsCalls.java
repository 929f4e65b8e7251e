package io.github.viewtally.infrastructure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Determines the permissions that a program needs for the table, from the SDK calls in its compiled classes. */
final class AwsCalls {

    private static final Pattern CLIENT_CALL =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+\\.)*\\w+Client\\.(\\w+)");

    /** Methods of a client that send no request. */
    private static final Set<String> LOCAL_METHODS =
            Set.of("builder", "close", "create", "serviceName", "serviceClientConfiguration");

    /** Calls that need the action of the same name (Service Authorization Reference, "Amazon DynamoDB"). */
    private static final Map<String, String> ACTIONS = Map.of(
            "putItem", "PutItem",
            "deleteItem", "DeleteItem",
            "updateItem", "UpdateItem",
            "getItem", "GetItem",
            "batchGetItem", "BatchGetItem",
            "batchWriteItem", "BatchWriteItem",
            "query", "Query",
            "scan", "Scan",
            "describeTable", "DescribeTable");

    /** Calls that need the action of another call. */
    private static final Map<String, String> EQUIVALENTS =
            Map.of("queryPaginator", "query", "transactGetItems", "getItem");

    /** Calls to the stream. */
    private static final Map<String, String> STREAM_ACTIONS = Map.of(
            "describeStream", "DescribeStream", "getRecords", "GetRecords", "getShardIterator", "GetShardIterator");

    /** A transaction needs the actions of its parts (DynamoDB guide, "IAM policies for transactions"). */
    private static final Map<String, String> TRANSACTION_PARTS = Map.of(
            "put", "PutItem", "update", "UpdateItem", "delete", "DeleteItem", "conditionCheck", "ConditionCheckItem");

    private static final String PART_PREFIX =
            "software.amazon.awssdk.services.dynamodb.model.TransactWriteItem$Builder.";

    private AwsCalls() {}

    /**
     * Returns the permissions as {@code action on resource}. The resource is {@code table}, the name of an index or
     * {@code Table.StreamArn}.
     *
     * @param anyClass any class of the program
     * @param included the class names of the program that the role is for
     */
    static Set<String> neededBy(Class<?> anyClass, Predicate<String> included) {
        List<ClassCalls> classes = ClassCalls.ofProgram(anyClass, included);
        Set<String> needed = new TreeSet<>();
        for (ClassCalls calls : classes) {
            for (String method : calls.methods()) {
                Matcher call = CLIENT_CALL.matcher(method);
                if (call.matches() && !LOCAL_METHODS.contains(call.group(2))) {
                    addCall(call.group(2), classes, needed);
                }
            }
        }
        return needed;
    }

    private static void addCall(String name, List<ClassCalls> classes, Set<String> needed) {
        String call = EQUIVALENTS.getOrDefault(name, name);
        if (STREAM_ACTIONS.containsKey(call)) {
            needed.add("dynamodb:" + STREAM_ACTIONS.get(call) + " on Table.StreamArn");
            return;
        }
        if (call.equals("transactWriteItems")) {
            TRANSACTION_PARTS.forEach((part, action) -> {
                if (classes.stream().anyMatch(calls -> calls.methods().contains(PART_PREFIX + part))) {
                    needed.add("dynamodb:" + action + " on table");
                }
            });
            return;
        }
        if (!ACTIONS.containsKey(call)) {
            throw new AssertionError(
                    "unknown call " + call + ": add its action to this class, and allow it in the role");
        }
        needed.add("dynamodb:" + ACTIONS.get(call) + " on table");
        if (call.equals("query") || call.equals("scan")) {
            // Index names and queries may be in different classes, so a program that contains the name is assumed to
            // query it.
            classes.stream()
                    .flatMap(calls -> calls.texts().stream())
                    .filter(indexes()::contains)
                    .forEach(index -> needed.add("dynamodb:" + ACTIONS.get(call) + " on " + index));
        }
    }

    private static Set<String> indexes() {
        Set<String> names = new TreeSet<>();
        Stack.list(Stack.DATA.properties("Table").get("GlobalSecondaryIndexes"))
                .forEach(index -> names.add(String.valueOf(Stack.map(index).get("IndexName"))));
        return names;
    }
}
