package io.github.viewtally.aggregators.change;

import static java.util.Objects.requireNonNull;

import io.github.viewtally.model.HalfLife;
import java.util.Map;

/**
 * What is counted besides the totals. All aggregators and all audits of a table need the same settings.
 *
 * @param halfLife the half-life of the list by trend
 * @param uniqueViewers whether unique viewers are counted
 * @param hoursOfUsers whether the hours of users are counted
 */
public record CountingSettings(HalfLife halfLife, boolean uniqueViewers, boolean hoursOfUsers) {

    public static final CountingSettings DEFAULT = new CountingSettings(HalfLife.DEFAULT, true, false);

    public CountingSettings {
        requireNonNull(halfLife, "halfLife");
    }

    /**
     * Reads the environment variables {@code TREND_HALF_LIFE_HOURS}, {@code UNIQUE_VIEWERS} and {@code USER_STATS}. A
     * variable that is not set has the default.
     *
     * @throws IllegalArgumentException if the half-life is not a number of hours from 6 to 720
     */
    public static CountingSettings of(Map<String, String> environment) {
        String hours = environment.get("TREND_HALF_LIFE_HOURS");
        return new CountingSettings(
                hours == null ? DEFAULT.halfLife : new HalfLife(Integer.parseInt(hours)),
                countsUniqueViewers(environment),
                "true".equals(environment.get("USER_STATS")));
    }

    /** Reads the environment variable {@code UNIQUE_VIEWERS} alone, for programs that have the other settings. */
    public static boolean countsUniqueViewers(Map<String, String> environment) {
        return !"off".equals(environment.get("UNIQUE_VIEWERS"));
    }

    /** These settings with another half-life. */
    public CountingSettings withHalfLife(HalfLife other) {
        return new CountingSettings(other, uniqueViewers, hoursOfUsers);
    }

    /** These settings for a table whose unique viewers are counted or not. */
    public CountingSettings withUniqueViewers(boolean areCounted) {
        return new CountingSettings(halfLife, areCounted, hoursOfUsers);
    }

    /** These settings for a table in which the hours of users are counted or not. */
    public CountingSettings withHoursOfUsers(boolean areCounted) {
        return new CountingSettings(halfLife, uniqueViewers, areCounted);
    }
}
