package io.github.viewtally.local.system;

import static io.github.viewtally.testsupport.waiting.PatientWait.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Streams that another program disables and enables, and streams with gaps in their sequence numbers. */
class StreamChangeIT extends RunningSystemTestCase {

    @Test
    void continuesWithTheNewStreamOfATable() throws Exception {
        post("v", 9);
        disableStream();
        awaitNotReady("it has no stream");
        await().until(() -> iteratorAge("ViewMapping") > 2);
        enableStream();
        awaitReady();
        post("v", 4);
        awaitViews("v", 13);
        assertThat(warnings())
                .containsExactly(
                        "events are not counted: the table video-stats differs from the template: it has no stream",
                        "the table video-stats has a new stream: events written without a stream are not counted");
    }

    @Test
    void countsTheEventsOfAllStreamsOfATable() throws Exception {
        for (int round = 0; round < 3; round++) {
            post("v", 2);
            disableStream();
            enableStream();
        }
        post("v", 1);
        await().until(() -> views("v") == 7);
    }

    @Test
    void reportsNoLossIfAnotherTableUsesSequenceNumbersOfANewStream() throws Exception {
        client.createTable(AS_TEMPLATE.toBuilder().tableName("another").build());
        for (int i = 0; i < 3; i++) {
            String key = "key" + i;
            client.putItem(request -> request.tableName("another")
                    .item(Map.of("PK", AttributeValue.fromS(key), "SK", AttributeValue.fromS(key))));
        }
        post("v", 1);
        awaitViews("v", 1);
        assertThat(log()).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains("trimmed"));
    }
}
