package io.github.viewtally.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.local.dynamodb.StackTable;
import io.github.viewtally.local.dynamodb.TableInspector;
import io.github.viewtally.local.dynamodb.TableState;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.stack.TableSettings;
import io.github.viewtally.model.table.Keys;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Transactions for a table that has been deleted in the meantime. */
class TableGuardIT {

    private static final TableSettings SETTINGS = StackTemplate.load(Map.of()).table();

    @Test
    void rejectsTransactionsForAnotherTableOfTheSameName() {
        try (TestTable table = new TestTable();
                DynamoDbClient inspecting = table.newClient(table.endpoint())) {
            TableInspector inspector = new TableInspector(inspecting, SETTINGS, TestTable.NAME);
            TableState.Usable old = (TableState.Usable) inspector.inspect();
            assertThat(old.streamArn()).isEqualTo(table.streamArn());
            try (DynamoDbClient guarded =
                    table.newClient(table.endpoint(), new TableGuard(inspector, old.createdAt()))) {
                transact(guarded, "a");
                transact(guarded, "b");
                assertThat(partitions(table)).containsExactlyInAnyOrder("a", "b", Keys.LOCAL_TABLE);

                table.client().deleteTable(request -> request.tableName(TestTable.NAME));
                assertThat(inspector.inspect()).isEqualTo(new TableState.Missing());
                assertThatThrownBy(() -> transact(guarded, "c")).isInstanceOf(ResourceNotFoundException.class);

                StackTable.ensure(table.client(), SETTINGS, TestTable.NAME);
                assertThatThrownBy(() -> transact(guarded, "d")).isInstanceOf(ResourceNotFoundException.class);
                assertThat(table.allItems()).isEmpty();
            }
        }
    }

    @Test
    void marksATableAgainWhoseItemsHaveBeenDeleted() {
        try (TestTable table = new TestTable();
                DynamoDbClient inspecting = table.newClient(table.endpoint())) {
            TableInspector inspector = new TableInspector(inspecting, SETTINGS, TestTable.NAME);
            Instant createdAt = ((TableState.Usable) inspector.inspect()).createdAt();
            assertThat(inspector.isStillTableOf(createdAt)).isTrue();
            table.allItems().forEach(item -> table.client().deleteItem(request -> request.tableName(TestTable.NAME)
                    .key(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)))));
            assertThat(inspector.isStillTableOf(createdAt)).isTrue();
            assertThat(partitions(table)).containsExactly(Keys.LOCAL_TABLE);
            assertThat(inspector.isStillTableOf(createdAt.minusMillis(1))).isFalse();
        }
    }

    private static Stream<String> partitions(TestTable table) {
        return table.allItems().stream().map(item -> item.get(Keys.PK).s());
    }

    private static void transact(DynamoDbClient client, String key) {
        TransactWriteItem put = TransactWriteItem.builder()
                .put(item -> item.tableName(TestTable.NAME)
                        .item(Map.of("PK", AttributeValue.fromS(key), "SK", AttributeValue.fromS(key))))
                .build();
        client.transactWriteItems(request -> request.transactItems(put));
    }
}
