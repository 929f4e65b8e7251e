package io.github.viewtally.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.metrics.Registries;
import io.github.viewtally.api.tracing.Tracing;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Isolated, because it sets properties of the process. */
@Isolated
@ExtendWith(VertxExtension.class)
class DynamoDbClientsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "aws.useFipsEndpoint, true",
        "aws.useDualstackEndpoint, true",
        "http.proxyHost, proxy.example",
        "https.proxyHost, proxy.example"
    })
    void writesThroughTheSdkIfItsNetworkPathIsConfigured(String property, String value, Vertx vertx) {
        withProperty(property, value, () -> {
            try (DynamoDbClients clients = open(vertx, Optional.empty())) {
                assertThat(clients.forWrites()).isInstanceOf(SdkBatchWriter.class);
            }
        });
    }

    @Test
    void ignoresAProxyForAnEndpointOutsideAws(Vertx vertx) {
        withProperty("http.proxyHost", "proxy.example", () -> {
            try (DynamoDbClients clients = open(vertx, Optional.of(URI.create("http://127.0.0.1:8000")))) {
                assertThat(clients.forWrites()).isInstanceOf(EventLoopBatchWriter.class);
            }
        });
    }

    private static DynamoDbClients open(Vertx vertx, Optional<URI> endpoint) {
        return DynamoDbClients.open(
                vertx, "table", endpoint, Registries.empty(), Tracing.OFF, builder -> builder.region(
                                Region.EU_CENTRAL_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"))));
    }

    private static void withProperty(String name, String value, Runnable test) {
        String before = System.getProperty(name);
        System.setProperty(name, value);
        try {
            test.run();
        } finally {
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        }
    }
}
