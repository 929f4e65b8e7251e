package io.github.viewtally.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/** A reader with a scripted stream. It reports a loss only if records may have been lost. */
@Timeout(180)
class ShardReaderTest {

    private static final Instant START = Instant.parse("2026-01-02T00:00:00Z");
    private static final Duration DAY = ShardReader.RETENTION;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.viewtally.local.mapping");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ScriptedStream stream = new ScriptedStream();
    private final ReadFailures failures = new ReadFailures();
    private final Counter read = new SimpleMeterRegistry().counter("read");
    private Instant now = START;

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void reportsNoLossIfTheFirstReadOfANewStreamFails() {
        run(trimmed(), records("7", "8"), end());
        assertReadWithoutLoss(2);
        assertThat(stream.iterators).containsExactly("TRIM_HORIZON", "TRIM_HORIZON");
    }

    @Test
    void reportsNoLossIfAnEmptyShardGetsItsFirstRecordLater() {
        run(none(), none(), trimmed(), records("7"), end());
        assertReadWithoutLoss(1);
    }

    @Test
    void reportsNoLossIfAllReadRecordsAreTrimmed() {
        run(records("1"), none(), later(DAY.plusHours(1)), none(), trimmed(), records("7"), end());
        assertReadWithoutLoss(2);
    }

    @Test
    void reportsNoLossAfterAnExpiredIterator() {
        run(records("1"), expired(), records("2"), expired(), trimmed(), records("3"), end());
        assertReadWithoutLoss(3);
        assertThat(stream.iterators)
                .containsExactly("TRIM_HORIZON", "AFTER_SEQUENCE_NUMBER 1", "AFTER_SEQUENCE_NUMBER 2", "TRIM_HORIZON");
    }

    @Test
    void readsOnAfterAnErrorOfTheJvm() {
        run(
                records("1"),
                () -> {
                    throw new NoClassDefFoundError("of a missing jar");
                },
                records("2"),
                end());
        assertThat(read.count()).isEqualTo(2);
        assertThat(losses()).isEmpty();
        assertThat(stream.iterators).containsExactly("TRIM_HORIZON", "AFTER_SEQUENCE_NUMBER 1");
    }

    @Test
    void reportsALossIfNoReadSucceedsDuringTheRetention() {
        run(records("1"), none(), later(DAY.plusMinutes(1)), trimmed(), records("900"), end());
        assertThat(read.count()).isEqualTo(2);
        assertThat(losses()).singleElement().asString().contains("may have been trimmed", START.toString());
    }

    @Test
    void reportsALossIfABacklogIsTrimmedWhileItIsRead() {
        run(records("1"), later(DAY.plusMinutes(2)), trimmed(), records("900"), end());
        assertThat(losses()).hasSize(1);
    }

    @Test
    void reportsNoLossOfRecordsThatWereTrimmedBeforeTheStart() {
        run(trimmed(), trimmed(), records("900"), end());
        assertReadWithoutLoss(1);
    }

    @Test
    void endsAClosedShardIfAllItsRecordsAreTrimmed() {
        stream.endingSequenceNumber = Optional.of("8");
        run(trimmed(), trimmed());
        assertReadWithoutLoss(0);
        assertThat(stream.iterators).containsExactly("TRIM_HORIZON", "AT_SEQUENCE_NUMBER 8");
    }

    @Test
    void continuesInAClosedShardWithRecords() {
        stream.endingSequenceNumber = Optional.of("8");
        run(trimmed(), records("8"), records("8"), end());
        assertReadWithoutLoss(1);
    }

    @Test
    void endsAShardThatDoesNotExist() {
        run(none(), () -> {
            throw ResourceNotFoundException.builder().build();
        });
        assertReadWithoutLoss(0);
    }

    @Test
    void logsAFailureAndItsEndOnce() {
        run(broken(), broken(), broken(), records("1"), broken(), end());
        assertThat(log.list)
                .extracting(event -> event.getLevel())
                .containsExactly(Level.WARN, Level.INFO, Level.WARN, Level.INFO);
        assertThat(failures.oldest()).isEmpty();
    }

    @SafeVarargs
    private void run(Supplier<GetRecordsResponse>... responses) {
        for (Supplier<GetRecordsResponse> response : responses) {
            stream.responses.add(response);
        }
        new ShardReader(stream, "arn", "shard", List.of(), read, failures, () -> now).run();
        assertThat(stream.responses).isEmpty();
    }

    private void assertReadWithoutLoss(int records) {
        assertThat(read.count()).isEqualTo(records);
        assertThat(log.list).isEmpty();
    }

    private List<String> losses() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Supplier<GetRecordsResponse> none() {
        return () -> GetRecordsResponse.builder().nextShardIterator("next").build();
    }

    private static Supplier<GetRecordsResponse> end() {
        return () -> GetRecordsResponse.builder().build();
    }

    private Supplier<GetRecordsResponse> records(String... sequenceNumbers) {
        return () -> GetRecordsResponse.builder()
                .records(Arrays.stream(sequenceNumbers).map(this::record).toList())
                .nextShardIterator("next")
                .build();
    }

    private Record record(String sequenceNumber) {
        return Record.builder()
                .eventName(OperationType.INSERT)
                .dynamodb(change -> change.sequenceNumber(sequenceNumber)
                        .approximateCreationDateTime(now)
                        .sizeBytes(1L)
                        .keys(Map.of("PK", AttributeValue.fromS("key"))))
                .build();
    }

    private static Supplier<GetRecordsResponse> trimmed() {
        return () -> {
            throw TrimmedDataAccessException.builder().build();
        };
    }

    private static Supplier<GetRecordsResponse> expired() {
        return () -> {
            throw ExpiredIteratorException.builder().build();
        };
    }

    private static Supplier<GetRecordsResponse> broken() {
        return () -> {
            throw new IllegalStateException("broken");
        };
    }

    /** Moves the clock forward and fails. */
    private Supplier<GetRecordsResponse> later(Duration time) {
        return () -> {
            now = now.plus(time);
            throw ExpiredIteratorException.builder().build();
        };
    }
}
