package io.github.viewtally.local.audit;

import io.github.viewtally.local.system.LocalSystem;
import io.github.viewtally.local.system.TestSystem;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The whole local system, with clients for its database. It audits nothing by itself. */
public final class AuditedSystem implements AutoCloseable {

    private final LocalSystem system;
    private final DynamoDbClient client;
    private final DynamoDbStreamsClient streams;

    /** Starts the system on free ports. It counts the hours of users, too. */
    public AuditedSystem() {
        system = TestSystem.start(Map.of("USER_STATS", "true", "AUDIT_SECONDS", "0"), Map.of());
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
        client = DynamoDbClient.builder()
                .endpointOverride(system.dynamoDbEndpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        streams = DynamoDbStreamsClient.builder()
                .endpointOverride(system.dynamoDbEndpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public DynamoDbClient client() {
        return client;
    }

    public DynamoDbStreamsClient streams() {
        return streams;
    }

    public String tableName() {
        return system.tableName();
    }

    @Override
    public void close() {
        streams.close();
        client.close();
        system.close();
    }
}
