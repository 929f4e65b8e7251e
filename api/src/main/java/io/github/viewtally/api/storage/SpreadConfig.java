package io.github.viewtally.api.storage;

import io.github.viewtally.api.config.Settings;
import io.github.viewtally.model.table.SpreadItems;

/**
 * When the events of a hot video are spread over several partitions of the index.
 *
 * @param writesPerPartition the number of events per second of one video, from this process, for one partition
 * @param maxPartitions the highest number of partitions to which this process writes the events of a video; 1 for none
 */
public record SpreadConfig(int writesPerPartition, int maxPartitions) {

    public static SpreadConfig read(Settings settings) {
        return new SpreadConfig(
                settings.integer(
                        "HOT_VIDEO_WRITES",
                        500,
                        1,
                        1_000,
                        "Events per second of one video in this process, per partition of the index; above it, the video's"
                                + " events are spread over more partitions."),
                Integer.highestOneBit(settings.integer(
                        "MAX_VIDEO_PARTITIONS",
                        SpreadItems.MAX_PARTITIONS,
                        1,
                        SpreadItems.MAX_PARTITIONS,
                        "Maximum partitions of the index for the events of one video, rounded down to a power of two;"
                                + " 1 never spreads them.")));
    }
}
