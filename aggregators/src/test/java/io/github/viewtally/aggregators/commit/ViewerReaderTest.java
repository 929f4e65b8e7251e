package io.github.viewtally.aggregators.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.Changes;
import io.github.viewtally.aggregators.commit.KnownViewers.Stored;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.EventItems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** A user loses a view of a video, and the first views that are left do not count. */
class ViewerReaderTest {

    private static final Map<String, AttributeValue> END = EventItems.viewKey("u", "v", "t");

    private final List<QueryRequest> queries = new ArrayList<>();
    private List<Map<String, AttributeValue>> behindTheFirstViews = List.of();

    @Test
    void findsAViewBehindManyThatDoNotCount() {
        behindTheFirstViews = List.of(EventItems.toItem(new View("u", "v", 10, "2022-01-02T00:30:00.000000+00:00")));

        assertThat(read().hasView()).isTrue();
        assertThat(queries).hasSize(2);
    }

    @Test
    void readsManyViewsInLargePages() {
        assertThat(read().hasView()).isFalse();

        assertThat(queries).extracting(QueryRequest::limit).containsExactly(20, null);
        assertThat(queries).extracting(QueryRequest::exclusiveStartKey).last().isEqualTo(END);
    }

    @Test
    void doesNotTransferViewsThatDoNotCount() {
        read();

        assertThat(queries).hasSize(2).allSatisfy(query -> {
            assertThat(query.filterExpression()).isEqualTo("attribute_not_exists(#counts) OR #counts <> :zero");
            assertThat(query.expressionAttributeNames()).containsEntry("#counts", "counts");
            assertThat(query.expressionAttributeValues()).containsEntry(":zero", AttributeValue.fromN("0"));
        });
    }

    private Stored read() {
        ViewerReader reader = new ViewerReader(new Table(), "table", Runnable::run, new ViewerCache());
        Backoff backoff = new Backoff(() -> 0, Duration.ofSeconds(1), Duration.ZERO);
        return reader.read("shard", List.of(Changes.remove(1, "u", "v")), Optional.empty(), false, backoff)
                .stored()
                .get(new Viewer("u", "v"));
    }

    private final class Table implements DynamoDbClient {

        @Override
        public QueryResponse query(QueryRequest request) {
            queries.add(request);
            return queries.size() == 1
                    ? QueryResponse.builder().lastEvaluatedKey(END).build()
                    : QueryResponse.builder().items(behindTheFirstViews).build();
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            return BatchGetItemResponse.builder().responses(Map.of()).build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
