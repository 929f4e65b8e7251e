package io.github.viewtally.api.limits;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds the client address of a request. Behind trusted proxies, it is the last address in the header
 * {@code X-Forwarded-For} that is not a trusted proxy. The client may have written all addresses before it.
 */
final class ClientAddresses {

    private static final String FORWARDED_FOR = "x-forwarded-for";

    /** Length of the IPv6 prefix that usually belongs to one customer. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final List<IpRange> trustedProxies;

    ClientAddresses(List<IpRange> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /** Returns an IPv4 address, or the first 64 bits of an IPv6 address, as hexadecimal digits. */
    String of(HttpServerRequest request) {
        return of(request.remoteAddress().hostAddress(), request.headers().getAll(FORWARDED_FOR));
    }

    String of(String peer, List<String> forwardedFor) {
        byte[] address = IpRange.address(peer).orElseThrow();
        return toText(isTrusted(address) ? lastUntrusted(forwardedFor, address) : address);
    }

    private byte[] lastUntrusted(List<String> forwardedFor, byte[] peer) {
        String[] hops = String.join(",", forwardedFor).split(",");
        byte[] client = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<byte[]> hop = IpRange.address(withoutPort(hops[i].strip()));
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(byte[] address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    /** Some proxies write {@code 192.0.2.1:5000} or {@code [2001:db8::1]:5000}. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static String toText(byte[] address) {
        byte[] network = address.length > IPV6_NETWORK_BYTES ? Arrays.copyOf(address, IPV6_NETWORK_BYTES) : address;
        return HexFormat.of().formatHex(network);
    }
}
