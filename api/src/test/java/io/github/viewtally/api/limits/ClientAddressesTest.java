package io.github.viewtally.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {

    private static final ClientAddresses ADDRESSES =
            new ClientAddresses(List.of(IpRange.parse("10.0.0.0/8"), IpRange.parse("fd00::/8")));

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "192.0.2.1; ''; c0000201",
                "192.0.2.1; 198.51.100.7; c0000201",
                "10.1.2.3; ''; 0a010203",
                "10.1.2.3; 198.51.100.7; c6336407",
                "10.1.2.3; 1.1.1.1, 198.51.100.7; c6336407",
                "10.1.2.3; 1.1.1.1,198.51.100.7 , 10.9.9.9; c6336407",
                "10.1.2.3; 10.9.9.9; 0a090909",
                "10.1.2.3; 198.51.100.7:4711; c6336407",
                "10.1.2.3; ::ffff:198.51.100.7; c6336407",
                "::ffff:10.1.2.3; 198.51.100.7; c6336407",
                "10.1.2.3; 2001:db8:1:2:3:4:5:6; 20010db800010002",
                "10.1.2.3; [2001:db8:1:2::9]:443; 20010db800010002",
                "fd00::1; 198.51.100.7; c6336407",
                "10.1.2.3; unknown; 0a010203",
                "10.1.2.3; 198.51.100.7, _hidden; 0a010203",
                "10.1.2.3; localhost; 0a010203",
                "10.1.2.3; ,,,; 0a010203",
                "2001:db8::1; 198.51.100.7; 20010db800000000"
            })
    void findsTheLastUntrustedAddress(String peer, String forwarded, String client) {
        assertThat(ADDRESSES.of(peer, List.of(forwarded))).isEqualTo(client);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "10.0.0.0/x", "example.com", "10.0.0/8"})
    void refusesInvalidRange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpRange.parse(text));
    }
}
