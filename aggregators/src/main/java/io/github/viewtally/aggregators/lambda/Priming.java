package io.github.viewtally.aggregators.lambda;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.github.viewtally.aggregators.change.EventCounter;
import io.github.viewtally.model.View;
import io.github.viewtally.model.Vote;
import io.github.viewtally.model.VoteType;
import io.github.viewtally.model.table.EventItems;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Counts one event before Lambda takes its snapshot, so that the snapshot holds all classes loaded and linked. Nothing is
 * sent: the HTTP client is a no-op.
 */
final class Priming implements Resource {

    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);
    private static final int REMAINING_MILLIS = 10_000;

    /** A strong reference, because the context has only a weak one. */
    private static Priming registered;

    private final EventCounter counter;
    private final SdkHttpClient httpClient;

    Priming(EventCounter counter, SdkHttpClient httpClient) {
        this.counter = requireNonNull(counter, "counter");
        this.httpClient = requireNonNull(httpClient, "httpClient");
    }

    /** Registers the priming, which runs only if Lambda takes a snapshot. */
    static synchronized void beforeSnapshot(EventCounter counter) {
        registered = new Priming(counter, new NoOpHttpClient());
        Core.getGlobalContext().register(registered);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws NoSuchAlgorithmException {
        // Loads the trusted certificates, which is the slowest part of a first connection.
        SSLContext.getDefault();
        try (DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                .overrideConfiguration(LambdaEnvironment.clientConfiguration())
                .httpClient(httpClient)
                .build()) {
            EmbeddedMetrics metrics = new EmbeddedMetrics(
                    counter.aggregatorName(),
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    InstantSource.system());
            new ExactlyOnceAggregator(counter, client, "priming", LambdaEnvironment.counting(), metrics)
                    .handle(event(), () -> REMAINING_MILLIS);
        }
        LOG.info("primed for the snapshot");
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Connections and credentials are created on first use.
    }

    private DynamodbTimeWindowEvent event() {
        StreamRecord change = new StreamRecord();
        change.setSequenceNumber("1");
        change.setNewImage(image());
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName("INSERT");
        record.setDynamodb(change);
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setShardId("priming");
        event.setRecords(List.of(record));
        return event;
    }

    private Map<String, AttributeValue> image() {
        Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item = counter == EventCounter.VIEWS
                ? EventItems.toItem(new View("0", "0", 1, "2022-01-02T00:30:25.000000+00:00"))
                : EventItems.toItem(new Vote("0", "0", VoteType.LIKE));
        return item.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> new AttributeValue()
                .withS(entry.getValue().s())
                .withN(entry.getValue().n())));
    }
}
