package io.github.viewtally.infrastructure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program must be allowed to do to the table, from the calls to the AWS SDK that stand in its classes. */
final class AwsCalls {

    private static final Pattern CLIENT_CALL =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+\\.)*\\w+Client\\.(\\w+)");

    /** Methods of a client that send nothing. */
    private static final Set<String> NO_CALLS =
            Set.of("builder", "close", "create", "serviceName", "serviceClientConfiguration");

    /** Those calls that are allowed by an action of the same name (Service Authorization Reference, "Amazon DynamoDB"). */
    private static final Map<String, String> SAME_NAME = Map.of(
            "putItem", "PutItem",
            "deleteItem", "DeleteItem",
            "updateItem", "UpdateItem",
            "getItem", "GetItem",
            "batchGetItem", "BatchGetItem",
            "batchWriteItem", "BatchWriteItem",
            "query", "Query",
            "scan", "Scan",
            "describeTable", "DescribeTable");

    /** Calls that are made of others, or allowed by the action of another. */
    private static final Map<String, String> SAME_AS = Map.of("queryPaginator", "query", "transactGetItems", "getItem");

    /** Calls of the client for the stream. */
    private static final Map<String, String> STREAM = Map.of(
            "describeStream", "DescribeStream", "getRecords", "GetRecords", "getShardIterator", "GetShardIterator");

    /** A transaction is allowed by the actions of its parts (DynamoDB guide, "IAM policies for transactions"). */
    private static final Map<String, String> PARTS = Map.of(
            "put", "PutItem", "update", "UpdateItem", "delete", "DeleteItem", "conditionCheck", "ConditionCheckItem");

    private static final String PART = "software.amazon.awssdk.services.dynamodb.model.TransactWriteItem$Builder.";

    private AwsCalls() {}

    /**
     * The needed permissions as {@code action on resource}, the resource being {@code table} or the name of an index.
     *
     * @param wanted which classes of the program belong to what the role is for
     */
    static Set<String> neededBy(Class<?> one, Predicate<String> wanted) {
        List<ClassCalls> classes = ClassCalls.ofProgram(one, wanted);
        Set<String> needed = new TreeSet<>();
        for (ClassCalls calls : classes) {
            for (String method : calls.methods()) {
                Matcher call = CLIENT_CALL.matcher(method);
                if (call.matches() && !NO_CALLS.contains(call.group(2))) {
                    addCall(call.group(2), classes, needed);
                }
            }
        }
        return needed;
    }

    private static void addCall(String name, List<ClassCalls> classes, Set<String> needed) {
        String call = SAME_AS.getOrDefault(name, name);
        if (STREAM.containsKey(call)) {
            needed.add("dynamodb:" + STREAM.get(call) + " on Table.StreamArn");
            return;
        }
        if (call.equals("transactWriteItems")) {
            PARTS.forEach((part, action) -> {
                if (classes.stream().anyMatch(calls -> calls.methods().contains(PART + part))) {
                    needed.add("dynamodb:" + action + " on table");
                }
            });
            return;
        }
        if (!SAME_NAME.containsKey(call)) {
            throw new AssertionError(
                    "which action allows the call " + call + "? Say so here, and allow it in the role");
        }
        needed.add("dynamodb:" + SAME_NAME.get(call) + " on table");
        if (call.equals("query") || call.equals("scan")) {
            // A handler names the index, and others may build the query: a program that knows the name reads the index.
            classes.stream()
                    .flatMap(calls -> calls.texts().stream())
                    .filter(indexes()::contains)
                    .forEach(index -> needed.add("dynamodb:" + SAME_NAME.get(call) + " on " + index));
        }
    }

    private static Set<String> indexes() {
        Set<String> names = new TreeSet<>();
        Stack.list(Stack.DATA.properties("Table").get("GlobalSecondaryIndexes"))
                .forEach(index -> names.add(String.valueOf(Stack.map(index).get("IndexName"))));
        return names;
    }
}
