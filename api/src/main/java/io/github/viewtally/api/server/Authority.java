package io.github.viewtally.api.server;

/** The authority of a URL, {@code host:port} (RFC 3986, section 3.2). */
public final class Authority {

    private Authority() {}

    /** Returns host and port; puts an IPv6 address in brackets if it has none. */
    public static String of(String host, int port) {
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        return (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
    }
}
