package io.github.viewtally.api.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.RawHttp;
import io.github.viewtally.api.testing.Samples;
import io.github.viewtally.api.testing.TestResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit on the memory of all request bodies. */
class BodyMemoryTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest(Map.of("BODY_MIB", "1"));

    private static final int BODY = 300_000;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Content-Length: " + BODY, "Transfer-Encoding: chunked"})
    void isLimitedOnlyWhileBodiesAreInFlight(String framing) throws IOException {
        List<RawHttp> receiving = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                receiving.add(begin(framing));
            }
            ApiUnderTest.until(() -> receiving.stream().anyMatch(RawHttp::hasResponse));
            TestResponse refused = receiving.stream()
                    .filter(RawHttp::hasResponse)
                    .findFirst()
                    .orElseThrow()
                    .response();
            refused.isProblem(503);
            assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
            api.post("/views", Samples.VIEW).hasStatus(201);
        } finally {
            for (RawHttp connection : receiving) {
                connection.close();
            }
        }
        ApiUnderTest.until(() ->
                api.post("/events", Samples.body("/events") + " ".repeat(BODY)).status() == 200);
    }

    @Test
    void acceptsALargeBodyIfNoOtherIsInFlight() {
        api.post("/events", Samples.body("/events") + " ".repeat(900_000)).hasStatus(200);
    }

    /** Sends the head and the beginning of a body. */
    private static RawHttp begin(String framing) throws IOException {
        RawHttp connection = new RawHttp(api.port());
        return connection
                .sendHead("POST /events HTTP/1.1", "Host: viewtally", "Content-Type: application/json", framing)
                .send("4\r\n    ".getBytes(ISO_8859_1));
    }
}
