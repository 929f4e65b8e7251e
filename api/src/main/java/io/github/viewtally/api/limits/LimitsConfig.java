package io.github.viewtally.api.limits;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * Limits of connections, requests, reads and memory.
 *
 * @param connections maximum of open connections
 * @param requests maximum of requests in flight
 * @param receive time limit for receiving: from the start of the connection to the end of the first head, and from the
 *     end of a head to the end of its body
 * @param idle time after which a connection without a further request is closed
 * @param read time after which a read request gets 503
 * @param drainNotice how long a stopping process reports that it is not ready before it closes its port
 * @param http2 whether cleartext HTTP/2 is supported
 * @param heavyReads maximum of reads of many items at once
 * @param heavyReadBytes maximum memory of these reads and their responses
 * @param bodyBytes maximum memory of request bodies
 * @param liveStreams maximum of live streams at once
 */
public record LimitsConfig(
        int connections,
        int requests,
        Duration receive,
        Duration idle,
        Duration read,
        Duration drainNotice,
        boolean http2,
        int heavyReads,
        long heavyReadBytes,
        long bodyBytes,
        int liveStreams) {

    /** The longest time that a stopping process takes. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    private static final long MIB = 1024 * 1024;

    public static LimitsConfig read(Settings settings) {
        return new LimitsConfig(
                settings.integer(
                        "MAX_CONNECTIONS",
                        10_000,
                        1,
                        1_000_000,
                        "Maximum open connections; further ones are closed immediately."),
                settings.integer(
                        "MAX_REQUESTS",
                        5_000,
                        1,
                        1_000_000,
                        "Maximum requests in flight; the response to further ones is 503."),
                seconds(settings, "RECEIVE_SECONDS", 10, 1, "Seconds within which a request must be received."),
                seconds(settings, "IDLE_SECONDS", 60, 1, "Seconds after which an idle connection is closed."),
                seconds(settings, "READ_SECONDS", 8, 1, "Seconds after which the response to a read is 503."),
                Duration.ofSeconds(settings.integer(
                        "DRAIN_NOTICE_SECONDS",
                        0,
                        0,
                        (int) DRAIN.toSeconds() - 1,
                        "Seconds for which a stopping process still accepts connections while /health/ready returns 503;"
                                + " part of the 10 seconds within which it stops.")),
                settings.flag(
                        "HTTP2",
                        false,
                        "Whether HTTP/2 without TLS is supported. Connections then count only from their first request,"
                                + " so use it behind a proxy."),
                settings.integer(
                        "HEAVY_READS",
                        32,
                        1,
                        1_000,
                        "Maximum lists and series that are read concurrently; the response to further requests is 503."),
                MIB
                        * settings.integer(
                                "HEAVY_READ_MIB",
                                32,
                                1,
                                65_536,
                                "Maximum memory, in MiB, for lists and series that are read or sent; the response to further"
                                        + " requests is 503."),
                MIB
                        * settings.integer(
                                "BODY_MIB",
                                64,
                                1,
                                65_536,
                                "Maximum memory, in MiB, for request bodies; the response to further requests is 503."),
                settings.integer(
                        "MAX_LIVE_CONNECTIONS",
                        5_000,
                        0,
                        1_000_000,
                        "Maximum live streams at once; the response to further ones is 503. Each is also one of the"
                                + " MAX_CONNECTIONS. 0 turns them off."));
    }

    private static Duration seconds(Settings settings, String name, int defaultValue, int min, String meaning) {
        return Duration.ofSeconds(settings.integer(name, defaultValue, min, 3_600, meaning));
    }
}
