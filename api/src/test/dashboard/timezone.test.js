import assert from "node:assert/strict";
import { test } from "node:test";
import { UTC, timeZone } from "../../main/resources/dashboard/timezone.js";

const berlin = timeZone("Europe/Berlin");
const kolkata = timeZone("Asia/Kolkata");

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

test("a zone is whole hours from UTC or not, also by season", () => {
  const winter = new Date("2026-03-01T00:00:00Z");
  const summer = new Date("2026-04-20T00:00:00Z");
  assert.ok(UTC.hasWholeHours(winter));
  assert.ok(berlin.hasWholeHours(winter) && berlin.hasWholeHours(summer));
  assert.ok(!kolkata.hasWholeHours(winter));
  assert.ok(!timeZone("Asia/Kathmandu").hasWholeHours(winter));
  // It is 11 hours ahead in its summer, 10 and a half in its winter.
  assert.ok(timeZone("Australia/Lord_Howe").hasWholeHours(winter));
  assert.ok(!timeZone("Australia/Lord_Howe").hasWholeHours(summer));
});
