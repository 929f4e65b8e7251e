package io.github.viewtally.api.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunk extensions and trailers, which a server ignores if it does not know them (RFC 9112, section 7.1). */
class ChunkExtensionTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "59;ext=1\r\n{view}\r\n0\r\n\r\n",
                "59;ext\r\n{view}\r\n0\r\n\r\n",
                "59;a=1;b=2;c\r\n{view}\r\n0;last=x\r\n\r\n",
                "59;quoted=\"a; b, \\\"c\\\"\"\r\n{view}\r\n0\r\n\r\n",
                "59 ; spaced = 1\r\n{view}\r\n0\r\n\r\n",
                "00059;x=y\r\n{view}\r\n000\r\n\r\n",
                "59;x=y\r\n{view}\r\n0;x=y\r\nX-Trailer: 1\r\nContent-Length: 3\r\n\r\n"
            })
    void areIgnored(String body) throws IOException {
        try (RawHttp connection = new RawHttp(api.port())) {
            connection.sendHead(
                    "POST /views HTTP/1.1",
                    "Host: viewtally",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked");
            connection.send(body.replace("{view}", Samples.VIEW).getBytes(ISO_8859_1));

            connection.response().hasStatus(201);
            assertThat(api.dynamoDb.items()).hasSize(1);
            connection
                    .sendHead("GET /health/live HTTP/1.1", "Host: viewtally")
                    .response()
                    .hasStatus(200);
        }
    }
}
