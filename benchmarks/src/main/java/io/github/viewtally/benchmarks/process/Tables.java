package io.github.viewtally.benchmarks.process;

import io.github.viewtally.aggregators.lambda.LambdaEnvironment;
import io.github.viewtally.local.dynamodb.DynamoDbLocal;
import io.github.viewtally.local.dynamodb.StackTable;
import io.github.viewtally.local.stack.StackTemplate;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Creates databases, tables and clients for the measurements. */
public final class Tables {

    public static final String NAME = "video-stats";

    private Tables() {}

    /** Starts DynamoDB Local in a separate process, with the table of the template. */
    public static DynamoDbLocal local() {
        DynamoDbLocal database = DynamoDbLocal.start(new DynamoDbLocal.Options(0, Optional.empty(), true))
                .awaitReady();
        try (DynamoDbClient client = client(database.endpoint())) {
            StackTable.ensure(client, StackTemplate.load(Map.of()).table(), NAME);
        }
        return database;
    }

    /** Returns the endpoint of a null DynamoDB. */
    public static URI endpoint(ChildJvm server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Returns a client like that of the functions on Lambda. */
    public static DynamoDbClient client(URI endpoint, ExecutionInterceptor... interceptors) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(LambdaEnvironment.clientConfiguration().toBuilder()
                        .executionInterceptors(List.of(interceptors))
                        .build())
                .build();
    }
}
