package io.github.viewtally.benchmarks.aggregation;

import io.github.viewtally.model.table.Keys;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Counts the capacity units of requests by the rules of the Amazon DynamoDB guide, for existing items of at most 1 KB,
 * and for viewers that are new or go. A
 * write in a transaction costs 2 units ("Capacity unit consumption for transactions"). An index costs 1 unit if only
 * projected attributes change, 2 if its key changes, otherwise none ("Provisioned throughput considerations for global
 * secondary indexes"). A consistent read costs 1 read unit.
 */
final class CapacityUnitCounter implements ExecutionInterceptor {

    private double writeUnits;
    private double readUnits;
    private long indexMoves;
    private long trendMoves;
    private long transactions;
    private long viewers;

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        if (request instanceof TransactWriteItemsRequest transaction) {
            transactions++;
            transaction.transactItems().forEach(this::count);
        } else if (request instanceof BatchGetItemRequest read) {
            read.requestItems()
                    .values()
                    .forEach(keys -> readUnits += keys.keys().size());
        } else if (request instanceof GetItemRequest) {
            readUnits++;
        } else {
            throw new IllegalStateException("unknown request: " + request);
        }
    }

    private void count(TransactWriteItem item) {
        writeUnits += 2;
        Update update = item.update();
        if (update == null) {
            // A viewer is new, or goes: so does its entry in the index.
            writeUnits += 1;
            viewers++;
            return;
        }
        boolean isSummary = update.key().get(Keys.SK).s().equals(Keys.SUMMARY);
        if (isSummary && update.key().get(Keys.PK).s().startsWith(Keys.video(""))) {
            writeUnits += 1;
        }
        if (update.updateExpression().contains(Keys.GSI2SK + " = :rank")) {
            writeUnits += 2;
            indexMoves++;
        }
        if (update.updateExpression().contains(Keys.GSI3SK + " = :trendRank")) {
            writeUnits += 2;
            trendMoves++;
        }
    }

    void reset() {
        writeUnits = 0;
        readUnits = 0;
        indexMoves = 0;
        trendMoves = 0;
        transactions = 0;
        viewers = 0;
    }

    double writeUnits() {
        return writeUnits;
    }

    double readUnits() {
        return readUnits;
    }

    /** The moves in the lists by views. */
    long indexMoves() {
        return indexMoves;
    }

    /** The moves in the list by trend. */
    long trendMoves() {
        return trendMoves;
    }

    long viewers() {
        return viewers;
    }

    long transactions() {
        return transactions;
    }
}
