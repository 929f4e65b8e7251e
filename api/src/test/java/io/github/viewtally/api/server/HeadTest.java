package io.github.viewtally.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.viewtally.api.testing.ApiUnderTest;
import io.github.viewtally.api.testing.Contract;
import io.github.viewtally.api.testing.ContractOperation;
import io.github.viewtally.api.testing.TestResponse;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HEAD returns the same as GET, without the body. */
class HeadTest {

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final List<String> HEADERS = List.of(
            "Content-Type",
            "Retry-After",
            "Allow",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Cache-Control",
            "ETag",
            "Vary",
            "Referrer-Policy");

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void respondsToHeadAsToGet(String uri) {
        TestResponse get = api.get(uri);
        TestResponse head = api.send(HttpMethod.HEAD, uri);

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.body().length()).isZero();
        assertThat(get.body().length()).isPositive();
        for (String header : HEADERS) {
            assertThat(head.headers().get(header))
                    .as(header)
                    .isEqualTo(get.headers().get(header));
        }
    }

    static Stream<String> respondsToHeadAsToGet() {
        Stream<String> good = Contract.INSTANCE.operations().stream()
                .filter(operation -> operation.method().equals(HttpMethod.GET))
                .map(ContractOperation::sampleUri);
        Stream<String> others =
                Stream.of("/", "/dashboard/none", "/nothing", "/videos/a%20b/summary", "/videos/v/views?limit=0");

        return Stream.concat(good, others);
    }
}
