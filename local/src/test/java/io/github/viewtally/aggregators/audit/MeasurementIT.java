package io.github.viewtally.aggregators.audit;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.aggregators.change.CountingSettings;
import io.github.viewtally.local.audit.AuditedSystem;
import io.github.viewtally.local.audit.EventTraffic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Single measurements while events are written and counted. The auditor believes only two that agree; here each one must be
 * exact, and each step of the measurement must be necessary.
 */
class MeasurementIT {

    private static final int MEASUREMENTS = Integer.getInteger("viewtally.audit.measurements", 5);
    private static final int MAX_MEASUREMENTS = 15;

    /** Each measurement reads all events, so the table must not grow fast while the tests run. */
    private static final int EVENTS_PER_SECOND = 100;

    private static final AuditSettings SETTINGS =
            AuditedSystem.auditSettings(CountingSettings.DEFAULT.withHoursOfUsers(true));

    private static AuditedSystem system;
    private static EventTraffic traffic;

    /** Replaces a call of a client. */
    private interface Interceptor {
        Object intercept(Object request, OriginalCall original) throws Throwable;
    }

    /** The call without interception. */
    private interface OriginalCall {
        Object run() throws Throwable;
    }

    @BeforeAll
    static void start() {
        system = new AuditedSystem();
        traffic = new EventTraffic(system.client(), system.tableName(), EVENTS_PER_SECOND).start();
    }

    @AfterAll
    static void stop() {
        traffic.close();
        system.close();
    }

    @Test
    void measuresNoDriftWhereThereIsNone() {
        Measurement measurement = measurement(system.client(), system.streams());
        for (int i = 0; i < MEASUREMENTS; i++) {
            assertThat(measurement.measure(EventTraffic.subjects()))
                    .hasSizeGreaterThan(EventTraffic.subjects().size())
                    .allSatisfy(item -> assertThat(item.drift().isZero())
                            .as(() -> item.name() + " " + item.drift())
                            .isTrue());
        }
    }

    @Test
    void measuresNoDriftOfTheTotalsOfEverything() {
        Measurement measurement = measurement(system.client(), system.streams());
        for (int i = 0; i < MEASUREMENTS; i++) {
            assertThat(totals(measurement))
                    .allSatisfy(item -> assertThat(item.drift().isZero())
                            .as(() -> item.name() + " " + item.drift())
                            .isTrue());
        }
        assertThat(measurement.takeEvents()).isPositive();
    }

    private static List<AuditedItem> totals(Measurement measurement) {
        return new TotalsMeasurement(
                        measurement, () -> new TotalsScan(system.client(), system.tableName(), unlimited()))
                .wrongItems(Optional.empty(), () -> true)
                .orElseThrow();
    }

    @Test
    void wouldMeasureDriftWithoutTheOldImagesOfTheStream() {
        DynamoDbStreamsClient silent =
                intercepted(DynamoDbStreamsClient.class, system.streams(), (request, original) -> {
                    Object response = original.run();
                    return response instanceof GetRecordsResponse records
                            ? records.toBuilder()
                                    .records(records.records().stream()
                                            .map(MeasurementIT::withoutImages)
                                            .toList())
                                    .build()
                            : response;
                });
        assertMeasuresDrift(measurement(system.client(), silent));
        assertMeasuresDriftOfTotals(measurement(system.client(), silent));
    }

    private static Record withoutImages(Record record) {
        return record.toBuilder()
                .dynamodb(record.dynamodb().toBuilder()
                        .oldImage(null)
                        .newImage(null)
                        .build())
                .build();
    }

    @Test
    void wouldMeasureDriftWithoutTheTransaction() {
        DynamoDbClient oneByOne = intercepted(DynamoDbClient.class, system.client(), (request, original) -> {
            if (!(request instanceof TransactGetItemsRequest transaction)) {
                return original.run();
            }
            List<Map<String, AttributeValue>> keys = transaction.transactItems().stream()
                    .map(get -> get.get().key())
                    .toList();
            Map<String, AttributeValue> checkpoint = keys.get(keys.size() - 1);
            Map<String, AttributeValue> before = read(checkpoint);
            List<ItemResponse> items = new ArrayList<>();
            for (Map<String, AttributeValue> key : keys) {
                if (key.get("PK").s().startsWith("POSITION#")) {
                    // The checkpoints are the last. Something is counted between the summaries and them.
                    await().until(() -> !read(checkpoint).equals(before));
                }
                items.add(ItemResponse.builder().item(read(key)).build());
            }
            return TransactGetItemsResponse.builder().responses(items).build();
        });
        assertMeasuresDrift(measurement(oneByOne, system.streams()));
        assertMeasuresDriftOfTotals(measurement(oneByOne, system.streams()));
    }

    private static Map<String, AttributeValue> read(Map<String, AttributeValue> key) {
        return system.client()
                .getItem(request ->
                        request.tableName(system.tableName()).key(key).consistentRead(true))
                .item();
    }

    private static void assertMeasuresDrift(Measurement measurement) {
        for (int i = 0; i < MAX_MEASUREMENTS; i++) {
            if (measurement.measure(EventTraffic.subjects()).stream()
                    .anyMatch(item -> !item.drift().isZero())) {
                return;
            }
        }
        throw new AssertionError("no drift in " + MAX_MEASUREMENTS + " measurements");
    }

    private static void assertMeasuresDriftOfTotals(Measurement measurement) {
        for (int i = 0; i < MAX_MEASUREMENTS; i++) {
            if (totals(measurement).stream().anyMatch(item -> !item.drift().isZero())) {
                return;
            }
        }
        throw new AssertionError("no drift of the totals in " + MAX_MEASUREMENTS + " measurements");
    }

    private static Measurement measurement(DynamoDbClient client, DynamoDbStreamsClient streams) {
        return new Measurement(client, streams, system.tableName(), SETTINGS, unlimited());
    }

    private static ReadBudget unlimited() {
        return new ReadBudget(Double.POSITIVE_INFINITY);
    }

    private static <C> C intercepted(Class<C> type, C client, Interceptor interceptor) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object argument = arguments == null ? null : arguments[0];
                    return interceptor.intercept(argument, () -> {
                        try {
                            return method.invoke(client, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
                }));
    }
}
