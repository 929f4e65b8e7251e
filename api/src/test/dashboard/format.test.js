import assert from "node:assert/strict";
import { test } from "node:test";
import { clockTime, columnTitles, compareTotals, count, dateTime, formatField, sumOf, userFields, videoFields, viewTime, watchTime } from "../../main/resources/dashboard/format.js";

test("every field has a title", () => {
  for (const name of [...videoFields, ...userFields]) assert.ok(columnTitles[name], name);
});

test("counts have thousands separators, also beyond a Number", () => {
  assert.equal(count(1234567), "1,234,567");
  assert.equal(count(9_223_372_036_854_775_807n), "9,223,372,036,854,775,807");
  assert.equal(formatField("likes", 1000n), "1,000");
  assert.equal(formatField("viewers", 1000n), "1,000");
});

test("a total that does not fit 64 bits is out of range", () => {
  assert.equal(count(null), "out of range");
  assert.equal(formatField("duration", null), "out of range");
});

test("watch time shows its two largest units", () => {
  assert.equal(watchTime(0n), "0 s");
  assert.equal(watchTime(59n), "59 s");
  assert.equal(watchTime(60n), "1 m 00 s");
  assert.equal(watchTime(3599n), "59 m 59 s");
  assert.equal(watchTime(3600n), "1 h 00 m");
  assert.equal(watchTime(359_999n), "99 h 59 m");
  assert.equal(watchTime(360_000n), "100 h");
  assert.equal(watchTime(3_600_000n * 10n), "10,000 h");
});

test("negative watch time has one sign", () => {
  assert.equal(watchTime(-61n), "-1 m 01 s");
});

test("a view that is too short to count says so", () => {
  assert.equal(viewTime(4n, false), "4 s (not counted)");
  assert.equal(viewTime(65n), "1 m 05 s");
});

test("the clock shows the date of another day", () => {
  const now = new Date();
  assert.match(clockTime(now), /^\d\d:\d\d:\d\d$/);
  assert.equal(clockTime(new Date(2020, 1, 3, 4, 5, 6)), "2020-02-03 04:05:06");
});

test("a date with its time is in the local time zone", () => {
  assert.equal(dateTime(new Date(2020, 1, 3, 4, 5, 6)), "2020-02-03 04:05:06");
  assert.match(dateTime(new Date()), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test("a sum is exact beyond a Number, and null if a total is null", () => {
  assert.equal(sumOf([]), 0n);
  assert.equal(sumOf([9_007_199_254_740_993n, 1n]), 9_007_199_254_740_994n);
  assert.equal(sumOf([1n, null, 2n]), null);
});

test("totals are ordered exactly, and null is the largest", () => {
  assert.equal(compareTotals(9_007_199_254_740_993n, 9_007_199_254_740_992n), 1);
  assert.equal(compareTotals(1n, 1n), 0);
  assert.equal(compareTotals(-1n, 1n), -1);
  assert.equal(compareTotals(null, 5n), 1);
  assert.equal(compareTotals(5n, null), -1);
  assert.equal(compareTotals(null, null), 0);
});
