package io.github.viewtally.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.viewtally.local.dynamodb.StackTable;
import io.github.viewtally.local.dynamodb.TableInspector;
import io.github.viewtally.local.dynamodb.TableState;
import io.github.viewtally.local.dynamodb.TestTable;
import io.github.viewtally.local.stack.StackTemplate;
import io.github.viewtally.local.stack.TableSettings;
import java.util.Map;
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
                assertThat(table.allItems()).hasSize(1);

                table.client().deleteTable(request -> request.tableName(TestTable.NAME));
                assertThat(inspector.inspect()).isEqualTo(new TableState.Missing());
                assertThatThrownBy(() -> transact(guarded, "b")).isInstanceOf(ResourceNotFoundException.class);

                StackTable.ensure(table.client(), SETTINGS, TestTable.NAME);
                assertThatThrownBy(() -> transact(guarded, "c")).isInstanceOf(ResourceNotFoundException.class);
                assertThat(table.allItems()).isEmpty();
            }
        }
    }

    private static void transact(DynamoDbClient client, String key) {
        TransactWriteItem put = TransactWriteItem.builder()
                .put(item -> item.tableName(TestTable.NAME)
                        .item(Map.of("PK", AttributeValue.fromS(key), "SK", AttributeValue.fromS(key))))
                .build();
        client.transactWriteItems(request -> request.transactItems(put));
    }
}
