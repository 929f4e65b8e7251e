package io.github.viewtally.api.limits;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, section 3.1, and RFC 4291, section 2.3).
 *
 * @param prefix number of leading bits that all addresses of the range share
 */
record IpRange(byte[] address, int prefix) {

    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_PREFIX_BYTES = 12;

    /**
     * Parses {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException for any other text
     */
    static IpRange parse(String text) {
        String[] parts = text.split("/", 2);
        byte[] address = address(parts[0]).orElseThrow(() -> new IllegalArgumentException(text));
        int bits = address.length * Byte.SIZE;
        int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(text);
        }
        return new IpRange(address, prefix);
    }

    /** Returns the bytes of an address in text form; four bytes for an IPv4-mapped address. Never uses DNS. */
    static Optional<byte[]> address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Optional.empty();
        }
        return Optional.of(isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, bytes.length) : bytes);
    }

    /** {@code ::ffff:a.b.c.d}, RFC 4291, section 2.5.5.2. */
    private static boolean isMapped(byte[] bytes) {
        if (bytes.length == IPV4_BYTES) {
            return false;
        }
        for (int i = 0; i < MAPPED_PREFIX_BYTES; i++) {
            if (bytes[i] != (i < MAPPED_PREFIX_BYTES - 2 ? 0 : (byte) 0xff)) {
                return false;
            }
        }
        return true;
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((address[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
