import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { readRange, seriesLines, viewsByTime } from "../../main/resources/dashboard/series.js";
import { UTC, timeZone } from "../../main/resources/dashboard/timezone.js";

const HOUR = 3_600_000;
const realFetch = globalThis.fetch;
const berlin = timeZone("Europe/Berlin");

afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Responds as the API does, with one view in each hour. Returns the requested queries. */
function respondWithHours(now) {
  const queries = [];
  globalThis.fetch = async (path) => {
    const query = new URLSearchParams(path.split("?")[1]);
    queries.push(Object.fromEntries(query));
    const step = query.get("step") === "day" ? 24 * HOUR : HOUR;
    const end = Math.floor(now / step) * step + step;
    const from = query.get("from") ? Math.floor(Date.parse(query.get("from")) / step) * step : end - 24 * HOUR;
    const items = [];
    for (let start = from; start < end; start += step) {
      items.push({ start: new Date(start).toISOString(), views: step / HOUR, duration: 10 });
    }
    return new Response(JSON.stringify({ items }));
  };
  return queries;
}

test("a day and a week are hours in the zone of the user", async () => {
  const now = Date.parse("2026-03-04T05:30:00Z");
  const queries = respondWithHours(now);
  const day = await readRange("v", "day", berlin, now);
  assert.equal(day.points.length, 24);
  assert.ok(!day.byDay);
  assert.equal(day.zone, berlin);
  const week = await readRange("v", "week", berlin, now);
  assert.equal(week.points.length, 7 * 24 + 1);
  assert.deepEqual(queries, [{}, { from: "2026-02-25T05:30:00.000Z" }]);
});

test("a month is 30 whole days of the zone, also when the clocks change", async () => {
  const times = ["2026-03-04T05:30:00Z", "2026-04-10T22:30:00Z", "2026-04-10T21:30:00Z", "2026-11-10T23:30:00Z", "2026-11-10T22:30:00Z"];
  for (const time of times) {
    const now = Date.parse(time);
    respondWithHours(now);
    const { points, byDay, zone } = await readRange("v", "month", berlin, now);
    assert.ok(byDay);
    assert.equal(zone, berlin);
    assert.equal(points.length, 30, time);
    const days = points.map(({ start }) => zone.day(start));
    assert.equal(days.at(-1), zone.day(new Date(now)), time);
    assert.equal(new Set(days).size, 30);
    points.slice(0, -1).forEach(({ start, views }, i) => {
      assert.equal(zone.time(start), "00:00", time);
      assert.equal(Number(views), (points[i + 1].start.getTime() - start.getTime()) / HOUR, time);
    });
  }
});

test("a month in a zone of half hours has days of UTC", async () => {
  const now = Date.parse("2026-03-04T05:30:00Z");
  const queries = respondWithHours(now);
  const { zone, byDay } = await readRange("v", "month", timeZone("Asia/Kolkata"), now);
  assert.equal(zone, UTC);
  assert.ok(byDay);
  assert.deepEqual(queries, [{ step: "day" }]);
});

test("a user in UTC has days of a zone", async () => {
  const now = Date.parse("2026-03-04T05:30:00Z");
  respondWithHours(now);
  assert.notEqual((await readRange("v", "month", timeZone("UTC"), now)).zone, UTC);
});

const at = (time, views) => ({ start: new Date(time), views, duration: 5n });

test("views of two videos are side by side, and a missing point is zero", () => {
  const first = { points: [at("2026-03-04T05:00:00Z", 1n), at("2026-03-04T06:00:00Z", 2n)] };
  const second = { points: [at("2026-03-04T06:00:00Z", 3n), at("2026-03-04T07:00:00Z", null)] };
  assert.deepEqual(viewsByTime([first, second]), [
    { start: new Date("2026-03-04T05:00:00Z"), views: [1n, 0n] },
    { start: new Date("2026-03-04T06:00:00Z"), views: [2n, 3n] },
    { start: new Date("2026-03-04T07:00:00Z"), views: [0n, null] },
  ]);
});

test("the lines of a file have times with their offset, and days without", () => {
  const points = [at("2026-10-25T00:00:00Z", 1n), at("2026-10-25T01:00:00Z", null)];
  assert.deepEqual(seriesLines(["a", "b"], [{ points, byDay: false, zone: berlin }, { points: [], byDay: false, zone: berlin }]), [
    ["video", "from", "views", "watch_seconds"],
    ["a", "2026-10-25T02:00:00+02:00", 1n, 5n],
    ["a", "2026-10-25T02:00:00+01:00", "out of range", 5n],
  ]);
  assert.deepEqual(seriesLines(["a"], [{ points: points.slice(1), byDay: true, zone: UTC }])[1], ["a", "2026-10-25", "out of range", 5n]);
});
