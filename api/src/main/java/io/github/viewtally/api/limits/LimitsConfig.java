package io.github.viewtally.api.limits;

import io.github.viewtally.api.config.Settings;
import java.time.Duration;

/**
 * How much is taken on, and for how long.
 *
 * @param connections most that are open at once
 * @param requests most that are under way at once
 * @param receive within which a request must have come in: from the connection's beginning to the end of the first head,
 *     and from the end of any head to the end of its body
 * @param idle after which a connection is closed on which no further request has come in
 * @param read after which a request that only reads is answered with 503
 * @param drainNotice for which a process that is to stop says that it is not ready before it refuses connections
 * @param http2 whether HTTP/2 is spoken, without TLS
 * @param heavyReads most reads of many items that run at once
 * @param heavyReadBytes most memory that these and their responses take
 * @param bodyBytes most memory that the bodies of requests take
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
        long bodyBytes) {

    /** Within which a process that is to stop has stopped. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    private static final long MIB = 1024 * 1024;

    public static LimitsConfig read(Settings settings) {
        return new LimitsConfig(
                settings.integer(
                        "MAX_CONNECTIONS",
                        10_000,
                        1,
                        1_000_000,
                        "The most connections open at once; others are closed at once."),
                settings.integer(
                        "MAX_REQUESTS",
                        5_000,
                        1,
                        1_000_000,
                        "The most requests under way at once; others are answered with 503 at once."),
                seconds(settings, "RECEIVE_SECONDS", 10, 1, "Seconds within which a request must have come in."),
                seconds(settings, "IDLE_SECONDS", 60, 1, "Seconds after which an idle connection is closed."),
                seconds(
                        settings,
                        "READ_SECONDS",
                        8,
                        1,
                        "Seconds after which a request that only reads is answered with 503."),
                Duration.ofSeconds(settings.integer(
                        "DRAIN_NOTICE_SECONDS",
                        0,
                        0,
                        (int) DRAIN.toSeconds() - 1,
                        "Seconds for which a process that is to stop still takes connections while /health/ready says 503;"
                                + " part of the 10 seconds within which it stops.")),
                settings.flag(
                        "HTTP2",
                        false,
                        "Whether HTTP/2 without TLS is spoken. Connections are then bounded only from their first request"
                                + " on, so it is for use behind a proxy."),
                settings.integer(
                        "HEAVY_READS",
                        32,
                        1,
                        1_000,
                        "The most lists and series that are read at once; others are answered with 503 at once."),
                MIB
                        * settings.integer(
                                "HEAVY_READ_MIB",
                                32,
                                1,
                                65_536,
                                "The most memory, in MiB, for lists and series that are read or sent; others are answered"
                                        + " with 503 at once."),
                MIB
                        * settings.integer(
                                "BODY_MIB",
                                64,
                                1,
                                65_536,
                                "The most memory, in MiB, for the bodies of requests; others are answered with 503 at"
                                        + " once."));
    }

    private static Duration seconds(Settings settings, String name, int otherwise, int least, String meaning) {
        return Duration.ofSeconds(settings.integer(name, otherwise, least, 3_600, meaning));
    }
}
