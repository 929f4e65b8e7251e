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

test("a month is the days of the zone", async () => {
  const now = Date.parse("2026-03-04T05:30:00Z");
  const queries = respondWithHours(now);
  const { zone, byDay } = await readRange("v", "month", berlin, now);
  assert.equal(zone, berlin);
  assert.ok(byDay);
  assert.deepEqual(queries, [{ step: "day", tz: "Europe/Berlin" }]);
});

test("a month in a zone that the server does not know has days of UTC", async () => {
  const queries = [];
  globalThis.fetch = async (path) => {
    const query = Object.fromEntries(new URLSearchParams(path.split("?")[1]));
    queries.push(query);
    return query.tz ? new Response("{}", { status: 400 }) : new Response(JSON.stringify({ items: [] }));
  };
  const { zone, byDay } = await readRange("v", "month", berlin);
  assert.equal(zone, UTC);
  assert.ok(byDay);
  assert.deepEqual(queries, [{ step: "day", tz: "Europe/Berlin" }, { step: "day" }]);
});

test("a month fails if the server does", async () => {
  globalThis.fetch = async () => new Response("{}", { status: 503 });
  await assert.rejects(readRange("v", "month", berlin), /503/);
});

test("a user in UTC has days of a zone", async () => {
  respondWithHours(Date.parse("2026-03-04T05:30:00Z"));
  assert.notEqual((await readRange("v", "month", timeZone("UTC"))).zone, UTC);
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
