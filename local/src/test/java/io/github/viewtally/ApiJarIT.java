package io.github.viewtally.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The API's packaged jar, run as its image runs it. */
class ApiJarIT {

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    @Test
    void servesFromTheJarAloneUntilSigterm() throws Exception {
        try (TestTable table = new TestTable();
                ChildProcess api = ChildProcess.java(
                        System.getProperty("viewtally.api.jar"),
                        Map.of(
                                "HTTP_PORT",
                                "0",
                                "TABLE_NAME",
                                TestTable.NAME,
                                "DYNAMODB_ENDPOINT",
                                table.endpoint().toString(),
                                "AWS_REGION",
                                "eu-central-1",
                                "AWS_ACCESS_KEY_ID",
                                table.accessKey(),
                                "AWS_SECRET_ACCESS_KEY",
                                "any"),
                        "io.github.viewtally.api.ApiMain")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> port(api) > 0);
            assertThat(get(port(api), "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(port(api), "/openapi.yaml").body()).startsWith("openapi:");
            api.terminate();
            assertThat(api.awaitExit()).isEqualTo(143);
        }
    }

    private static int port(ChildProcess api) {
        Matcher line = LISTENING.matcher(String.join("\n", api.lines()));
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private static java.net.http.HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}
