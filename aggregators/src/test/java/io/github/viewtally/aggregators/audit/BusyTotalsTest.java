package io.github.viewtally.aggregators.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.model.table.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

/** The totals of everything cannot be audited, because the table is too busy or too large. */
class BusyTotalsTest {

    private static final Map<String, AttributeValue> END =
            Map.of("PK", AttributeValue.fromS("p"), "SK", AttributeValue.fromS("s"));

    private final List<Map<String, AttributeValue>> written = new ArrayList<>();
    private boolean isBusy;
    private int pages;

    @Test
    void endsTheRunAndMarksTheTotalsIfTooManyRecordsWaitToBeCounted() {
        isBusy = true;
        ScheduledAudit audit = new ScheduledAudit(new Table(), new Stream(), "table", settings(), budget());

        ScheduledAudit.Result result = audit.run(() -> true);

        assertThat(result).isEqualTo(new ScheduledAudit.Result(0, 0, 0, true));
        assertThat(written)
                .last()
                .satisfies(item -> assertThat(item.get(Keys.PK).s()).isEqualTo(Keys.AUDIT_DUE));
    }

    @Test
    void asksForTheTimeBeforeEachPage() {
        Auditor auditor = new Auditor(new Table(), new Stream(), "table", settings(), budget());
        BooleanSupplier untilThreePagesAreRead = () -> pages < 3;

        assertThat(auditor.auditTotals(true, untilThreePagesAreRead)).isEmpty();

        assertThat(pages).isEqualTo(3);
    }

    private static AuditSettings settings() {
        return new AuditSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO, CountingSettings.DEFAULT);
    }

    private static ReadBudget budget() {
        return new ReadBudget(Double.POSITIVE_INFINITY);
    }

    /** Has no users and videos, but many pages. */
    private final class Table extends EmptyTable {

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            written.add(request.item());
            return PutItemResponse.builder().build();
        }

        @Override
        public QueryIterable queryPaginator(QueryRequest request) {
            return new QueryIterable(this, request);
        }

        @Override
        public ScanResponse scan(ScanRequest request) {
            boolean isOfTotals = request.filterExpression() != null;
            pages += isOfTotals ? 1 : 0;
            return ScanResponse.builder()
                    .items(List.of())
                    .count(0)
                    .lastEvaluatedKey(isOfTotals && pages < 100 ? END : Map.of())
                    .build();
        }
    }

    private final class Stream extends EmptyStream {

        Stream() {
            super(List.of());
        }

        @Override
        public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
            if (isBusy) {
                throw new IllegalStateException("more than 5 records of the stream wait to be counted");
            }
            return super.describeStream(request);
        }
    }
}
