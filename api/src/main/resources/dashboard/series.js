import { readSeries } from "./api.js";
import { OUT_OF_RANGE } from "./format.js";
import { UTC, sumDays, timeZone } from "./timezone.js";

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const DAYS = 30;

/**
 * The points of a chart.
 * @typedef {object} Series
 * @property {{ start: Date, views: bigint | null, duration: bigint | null }[]} points
 * @property {boolean} byDay whether the points are days, not hours
 * @property {ReturnType<typeof timeZone>} zone of the hours or days; UTC itself only where the user's has no whole hours
 */

/**
 * Reads the views of a video over a range of the URL. Hours are those of UTC, shown in the user's time zone. Days are those
 * of the user's time zone, which are added up from hours. In a zone that is not whole hours ahead of UTC a day has no
 * whole hours, so its days are those of UTC.
 * @param {string} videoId @param {string} range @returns {Promise<Series>}
 */
export async function readRange(videoId, range, zone = timeZone(), now = Date.now()) {
  if (range === "day") return { points: await readSeries(videoId), byDay: false, zone };
  if (range === "week") return { points: await readSeries(videoId, since(now - 7 * DAY_MILLIS)), byDay: false, zone };
  // If the first day is not whole, it is not one of the last 30. That also holds where the clocks went back an hour.
  const from = now - DAYS * DAY_MILLIS;
  if (!zone.hasWholeHours(new Date(from), new Date(now))) {
    return { points: await readSeries(videoId, { step: "day" }), byDay: true, zone: UTC };
  }
  return { points: sumDays(await readSeries(videoId, since(from)), zone).slice(-DAYS), byDay: true, zone };
}

function since(millis) {
  return { from: new Date(millis).toISOString() };
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
