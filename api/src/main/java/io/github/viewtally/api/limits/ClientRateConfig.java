package io.github.viewtally.api.limits;

import io.github.viewtally.api.config.Settings;
import java.util.List;
import java.util.stream.Stream;

/**
 * The limit on the events that one client may write.
 *
 * @param eventsPerSecond 0 for no limit
 * @param trustedProxies proxies whose {@code X-Forwarded-For} is trusted
 */
public record ClientRateConfig(int eventsPerSecond, List<IpRange> trustedProxies) {

    public static ClientRateConfig read(Settings settings) {
        return new ClientRateConfig(
                settings.integer(
                        "CLIENT_RATE",
                        0,
                        0,
                        1_000_000,
                        "Maximum events per second of one client (the subject of its token, or its address without a"
                                + " token); the response to others is 429. 0 for no limit."),
                settings.optional(
                                "TRUSTED_PROXIES",
                                text -> Stream.of(text.split(",", -1))
                                        .map(range -> IpRange.parse(range.strip()))
                                        .toList(),
                                "addresses or ranges separated by commas, as in 10.0.0.0/8,fd00::/8",
                                "Proxies whose X-Forwarded-For header is trusted to contain the client's address. Default: none.")
                        .orElse(List.of()));
    }

    public boolean isOff() {
        return eventsPerSecond == 0;
    }
}
