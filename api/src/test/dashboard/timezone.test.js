import assert from "node:assert/strict";
import { test } from "node:test";
import { UTC, sumDays, timeZone } from "../../main/resources/dashboard/timezone.js";

const HOUR = 3_600_000;
const berlin = timeZone("Europe/Berlin");
const kolkata = timeZone("Asia/Kolkata");

/** Hours with one view of 10 seconds each. */
function hours(from, number) {
  return Array.from({ length: number }, (_, i) => ({ start: new Date(Date.parse(from) + i * HOUR), views: 1n, duration: 10n }));
}

const daysOf = (points, zone) => sumDays(points, zone).map(({ start, views }) => [zone.day(start), views]);

test("times are shown in the zone", () => {
  const date = new Date("2026-03-04T23:00:00Z");
  assert.equal(UTC.hour(date), "2026-03-04 23:00");
  assert.equal(berlin.hour(date), "2026-03-05 00:00");
  assert.equal(berlin.iso(date), "2026-03-05T00:00:00+01:00");
  assert.equal(kolkata.hour(date), "2026-03-05 04:30");
  assert.equal(timeZone("America/St_Johns").iso(date), "2026-03-04T19:30:00-03:30");
});

test("the label names the zone and its offsets", () => {
  const winter = new Date("2026-03-01T00:00:00Z");
  const summer = new Date("2026-04-01T00:00:00Z");
  assert.equal(berlin.label(winter, winter), "Europe/Berlin (UTC+01:00)");
  assert.equal(berlin.label(winter, summer), "Europe/Berlin (UTC+01:00, +02:00)");
  assert.equal(UTC.label(winter, summer), "UTC");
  assert.equal(timeZone("America/New_York").label(winter, winter), "America/New_York (UTC-05:00)");
});

test("an hour that comes twice has its offset", () => {
  assert.equal(berlin.hour(new Date("2026-10-25T00:00:00Z")), "2026-10-25 02:00 +02:00");
  assert.equal(berlin.hour(new Date("2026-10-25T01:00:00Z")), "2026-10-25 02:00 +01:00");
  assert.equal(berlin.hour(new Date("2026-10-25T02:00:00Z")), "2026-10-25 03:00");
  assert.equal(berlin.hour(new Date("2026-10-24T23:00:00Z")), "2026-10-25 01:00");
});

test("a day is from midnight to midnight of the zone", () => {
  assert.deepEqual(daysOf(hours("2026-03-04T23:00:00Z", 25), berlin), [["2026-03-05", 24n], ["2026-03-06", 1n]]);
  assert.deepEqual(daysOf(hours("2026-03-04T23:00:00Z", 25), UTC), [["2026-03-04", 1n], ["2026-03-05", 24n]]);
});

test("the day on which the clocks go forward has 23 hours", () => {
  const points = hours("2026-03-27T23:00:00Z", 24 + 23 + 24);
  assert.deepEqual(daysOf(points, berlin), [["2026-03-28", 24n], ["2026-03-29", 23n], ["2026-03-30", 24n]]);
});

test("the day on which the clocks go back has 25 hours", () => {
  const points = hours("2026-10-23T22:00:00Z", 24 + 25 + 24);
  assert.deepEqual(daysOf(points, berlin), [["2026-10-24", 24n], ["2026-10-25", 25n], ["2026-10-26", 24n]]);
});

test("a day may begin at one o'clock", () => {
  // In Asuncion the clocks went from 2024-10-05 23:59 to 2024-10-06 01:00.
  const points = hours("2024-10-05T04:00:00Z", 24 + 23);
  assert.deepEqual(daysOf(points, timeZone("America/Asuncion")), [["2024-10-05", 24n], ["2024-10-06", 23n]]);
});

test("views and watch time of a day are exact sums, and null if an hour is null", () => {
  const points = hours("2026-03-04T00:00:00Z", 48);
  points[0].views = 9_007_199_254_740_993n;
  points[30].duration = null;
  assert.deepEqual(sumDays(points, UTC), [
    { start: new Date("2026-03-04T00:00:00Z"), views: 9_007_199_254_741_016n, duration: 240n },
    { start: new Date("2026-03-05T00:00:00Z"), views: 24n, duration: null },
  ]);
});

test("days have whole hours where the offset is whole hours", () => {
  const [from, to] = [new Date("2026-03-01T00:00:00Z"), new Date("2026-04-20T00:00:00Z")];
  assert.ok(UTC.hasWholeHours(from, to));
  assert.ok(berlin.hasWholeHours(from, to));
  assert.ok(!kolkata.hasWholeHours(from, to));
  assert.ok(!timeZone("Asia/Kathmandu").hasWholeHours(from, to));
  // It is 11 hours ahead in summer, 10 and a half in winter.
  assert.ok(!timeZone("Australia/Lord_Howe").hasWholeHours(from, to));
  assert.ok(timeZone("Australia/Lord_Howe").hasWholeHours(from, new Date("2026-03-20T00:00:00Z")));
});
