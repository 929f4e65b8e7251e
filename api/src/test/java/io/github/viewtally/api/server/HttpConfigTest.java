package io.github.viewtally.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConfigTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:8080",
        "localhost, localhost:8080",
        "::1, [::1]:8080",
        "::, [::]:8080",
        "[::1], [::1]:8080",
        "fe80::1%eth0, [fe80::1%eth0]:8080"
    })
    void putsBracketsAroundIpv6AddressesOnly(String host, String authority) {
        assertThat(HttpConfig.authority(host, 8080)).isEqualTo(authority);
        assertThat(URI.create("http://" + authority + "/").getPort()).isEqualTo(8080);
    }
}
