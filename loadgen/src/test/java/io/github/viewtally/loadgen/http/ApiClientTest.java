package io.github.viewtally.loadgen.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
@Timeout(180)
class ApiClientTest {
    private final List<String> hostHeaders = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "::1, [::1]",
        "::1, [0:0:0:0:0:0:0:1]",
        "127.0.0.1, [::ffff:127.0.0.1]",
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1, localhost"
    })
    void sendsTheHostOfTheUrlAsHostHeader(String address, String host, Vertx vertx) throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null, "no such address here");
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    hostHeaders.add(request.getHeader("Host"));
                    request.response().end();
                })
                .listen(0, address)
                .await();
        String authority = host + ":" + server.actualPort();
        ApiClient client = new ApiClient(vertx, URI.create("http://" + authority), 1, Duration.ofSeconds(5));

        client.checkReachable().await();
        ApiResponse response = client.send(ApiRequest.get("/")).await();

        assertThat(response.status()).isEqualTo(200);
        assertThat(hostHeaders).containsExactly(authority);
    }
}
