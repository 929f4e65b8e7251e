package io.github.viewtally.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.ViewerItems;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** {@code DELETE /users/{userId}} deletes events behind more viewers with expired views than one page reads. */
class EraseBehindViewersTest {

    private static final int VIEWERS = 25;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @BeforeEach
    void storeAViewBehindViewers() {
        for (int i = 0; i < VIEWERS; i++) {
            api.dynamoDb.store(
                    ViewerItems.toItem(new Viewer("u", "a" + String.format(Locale.ROOT, "%02d", i)), 1, true));
        }
        api.dynamoDb.store(Samples.viewItem("u", "2022-01-02T00:00:00.000000+00:00"));
        api.dynamoDb.evaluateAtMost(1);
    }

    @Test
    void deletesTheEventsInTheSameStep() {
        EraseUserTest.erased(api, 1, false, true);

        assertThat(api.dynamoDb.items()).hasSize(VIEWERS);
    }

    @Test
    void continuesBehindTheViewersThatALateStepHasRead() {
        boolean[] isLate = new boolean[1];
        api.dynamoDb.respondAfter(request -> {
            boolean isFirst = request instanceof QueryRequest && !isLate[0];
            isLate[0] |= isFirst;
            return CompletableFuture.supplyAsync(
                    () -> null, CompletableFuture.delayedExecutor(isFirst ? 3_100 : 0, TimeUnit.MILLISECONDS));
        });

        EraseUserTest.erased(api, 0, false, false);
        int calls = api.dynamoDb.calls().size();
        EraseUserTest.erased(api, 1, false, true);

        assertThat(api.dynamoDb.calls().stream().skip(calls))
                .filteredOn(QueryRequest.class::isInstance)
                .first()
                .satisfies(query -> assertThat(((QueryRequest) query).hasExclusiveStartKey())
                        .isTrue());
    }
}
