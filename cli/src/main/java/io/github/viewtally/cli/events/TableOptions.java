package io.github.viewtally.cli.events;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The options of a command that reads a table. Region and credentials are found as every AWS SDK finds them. */
public final class TableOptions {

    @Option(
            names = "--from-table",
            paramLabel = "NAME",
            description = "read the events of this DynamoDB table; region and credentials are found as every AWS SDK"
                    + " finds them")
    private String table;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description =
                    "with --from-table: the endpoint of DynamoDB, such as http://127.0.0.1:8000 for DynamoDB Local")
    private URI endpoint;

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "4",
            description = "with --from-table: the number of parts of the table that are read at the same time (default:"
                    + " ${DEFAULT-VALUE})")
    private int segments;

    /** Returns the name of the table; empty if the command reads no table. */
    public Optional<String> table() {
        return Optional.ofNullable(table);
    }

    /** Creates a scan of the table. Throws {@link IllegalArgumentException} if an option is invalid. */
    public TableScan newScan(DynamoDbClient client) {
        return new TableScan(client, table, segments);
    }

    /** Creates a client, which the caller closes. */
    public DynamoDbClient newClient() {
        DynamoDbClientBuilder builder = DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }
}
