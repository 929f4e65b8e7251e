import { isRefusal, readSeries } from "./api.js";
import { OUT_OF_RANGE } from "./format.js";
import { UTC, timeZone } from "./timezone.js";

const WEEK_MILLIS = 7 * 24 * 3_600_000;

/**
 * The points of a chart.
 * @typedef {object} Series
 * @property {{ start: Date, views: bigint | null, duration: bigint | null }[]} points
 * @property {boolean} byDay whether the points are days, not hours
 * @property {ReturnType<typeof timeZone>} zone of the hours or days; UTC itself only where the server does not know the user's
 */

/**
 * Reads the views of a video over a range of the URL. Hours are those of UTC, shown in the user's time zone. Days are those
 * of the user's time zone. If the server does not know the zone, they are those of UTC.
 * @param {string} videoId @param {string} range @returns {Promise<Series>}
 */
export async function readRange(videoId, range, zone = timeZone(), now = Date.now()) {
  if (range === "day") return { points: await readSeries(videoId), byDay: false, zone };
  if (range === "week") return { points: await readSeries(videoId, { from: new Date(now - WEEK_MILLIS).toISOString() }), byDay: false, zone };
  try {
    return { points: await readSeries(videoId, { step: "day", tz: zone.name }), byDay: true, zone };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { points: await readSeries(videoId, { step: "day" }), byDay: true, zone: UTC };
  }
}

/** Returns the views of several series by time: the start, and the views of each series. */
export function viewsByTime(series) {
  const lines = new Map();
  series.forEach(({ points }, i) => {
    for (const { start, views } of points) {
      // A series that was read before the hour changed does not have the last point yet.
      const line = lines.get(start.getTime()) ?? { start, views: series.map(() => 0n) };
      line.views[i] = views;
      lines.set(start.getTime(), line);
    }
  });
  return [...lines.values()].sort((a, b) => a.start - b.start);
}

/** Returns the lines of a CSV file with the series of videos. Hours have the offset from UTC, which may change. */
export function seriesLines(videos, series) {
  const lines = series.flatMap(({ points, byDay, zone }, i) =>
    points.map(({ start, views, duration }) => [
      videos[i],
      byDay ? zone.day(start) : zone.iso(start),
      views ?? OUT_OF_RANGE,
      duration ?? OUT_OF_RANGE,
    ]),
  );
  return [["video", "from", "views", "watch_seconds"], ...lines];
}
