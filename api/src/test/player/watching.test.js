import assert from "node:assert/strict";
import { test } from "node:test";
import { Page, Video, settled } from "./page.js";

async function open(t, options) {
  const page = new Page(t);
  const track = await page.load();
  const video = new Video(page);
  return { page, video, tracker: track(video, { user: "u", videoId: "v", api: "https://stats.example/", ...options }) };
}

test("only playing counts, not pauses and stalls", async (t) => {
  const { video, tracker } = await open(t);
  await video.run(5, 0);
  video.play();
  await video.run(4);
  video.pause();
  await video.run(7, 0);
  video.play();
  await video.run(2, 0);
  await video.run(3);
  assert.equal(tracker.seconds, 7);
});

test("a stall ends when the media goes on, even if it jumps ahead", async (t) => {
  const { video, tracker } = await open(t);
  video.play();
  await video.run(4);
  video.readyState = 2;
  video.send("waiting");
  await video.run(5, 0);
  video.readyState = 4;
  video.currentTime += 5;
  video.send("playing");
  await video.run(1);
  assert.equal(tracker.seconds, 5);
});

test("media that jumps ahead adds no more than the time that has passed", async (t) => {
  const { video, tracker } = await open(t);
  video.play();
  await video.run(4);
  video.currentTime += 100;
  await video.run(2);
  assert.equal(tracker.seconds, 6);
});

test("seeks add nothing, in both directions", async (t) => {
  const { video, tracker } = await open(t);
  video.play();
  await video.run(4);
  video.seek(100);
  await video.run(2);
  video.seek(0);
  await video.run(3);
  assert.equal(tracker.seconds, 9);
});

test("a seek that is over before its event arrives adds nothing", async (t) => {
  const { page, video, tracker } = await open(t);
  video.play();
  await video.run(4);
  video.currentTime = 60;
  page.now += 200;
  video.send("seeking");
  video.send("seeked");
  await video.run(2);
  assert.equal(tracker.seconds, 6);
});

test("the wall clock counts, at any speed", async (t) => {
  const { video, tracker } = await open(t);
  video.play();
  await video.run(4);
  video.playbackRate = 2;
  video.send("ratechange");
  await video.run(2);
  video.playbackRate = 0.5;
  video.send("ratechange");
  await video.run(6);
  assert.equal(tracker.seconds, 12);
});

test("few events in a background tab lose no time", async (t) => {
  const { page, video, tracker } = await open(t);
  video.play();
  for (let i = 0; i < 3; i++) {
    page.now += 60_000;
    if (i === 1) video.currentTime += 120;
    video.send("timeupdate");
  }
  video.currentTime += 60;
  video.pause();
  assert.equal(tracker.seconds, 180);
});

test("a computer that sleeps adds nothing", async (t) => {
  const { page, video, tracker } = await open(t);
  video.play();
  await video.run(4);
  page.now += 3_600_000;
  await video.run(2);
  assert.equal(tracker.seconds, 6);
});

test("one view grows, at 10, 30, 90 and 150 seconds, with one timestamp", async (t) => {
  const { page, video } = await open(t);
  video.play();
  await video.run(160);
  assert.deepEqual(page.durations, [10, 30, 90, 150]);
  assert.equal(new Set(page.requests.map(({ events }) => events[0].timestamp)).size, 1);
  assert.match(page.requests[0].events[0].timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  assert.deepEqual({ ...page.requests[0].events[0], timestamp: "" }, { type: "VIEW", userId: "u", videoId: "v", duration: 10, timestamp: "" });
});

test("a player that never plays sends nothing", async (t) => {
  const { page, tracker } = await open(t);
  page.hide();
  page.close();
  await tracker.stop();
  assert.deepEqual([page.requests, page.beacons, page.queued], [[], [], []]);
});

test("a page that is hidden or closed sends the view by a beacon, once for each duration", async (t) => {
  const { page, video } = await open(t);
  video.play();
  await video.run(3);
  page.hide();
  page.show();
  page.hide();
  await video.run(4);
  page.close();
  assert.deepEqual(page.beacons.map(({ url, events }) => [url, events[0].duration]), [["https://stats.example/events", 3], ["https://stats.example/events", 7]]);
});

test("with a token the last request is a fetch, because beacons carry none", async (t) => {
  const { page, video } = await open(t, { token: () => "secret" });
  video.play();
  await video.run(3);
  page.close();
  await settled();
  assert.deepEqual(page.beacons, []);
  assert.deepEqual(page.durations, [3]);
  assert.deepEqual(page.requests[0].headers, { authorization: "Bearer secret" });
});

test("no duration is smaller than one before it, even if the media starts again", async (t) => {
  const { page, video, tracker } = await open(t);
  video.play();
  await video.run(40);
  video.currentTime = 0;
  video.send("emptied");
  await video.run(60);
  page.hide();
  await tracker.stop();
  assert.deepEqual(page.durations, [10, 30, 90, 100]);
  assert.deepEqual(page.beacons.map(({ events }) => events[0].duration), [100]);
  assert.equal(tracker.seconds, 100);
});

test("a day is the longest view", async (t) => {
  const { page, video, tracker } = await open(t);
  video.play();
  page.now += 90_000_000;
  video.currentTime = 90_000;
  await tracker.stop();
  assert.equal(page.durations.at(-1), 86_400);
});

test("a stopped tracker listens no more", async (t) => {
  const { page, video, tracker } = await open(t);
  video.play();
  await video.run(5);
  await tracker.stop();
  await video.run(60);
  page.close();
  assert.deepEqual(page.durations, [5]);
  assert.deepEqual(page.beacons, []);
});
