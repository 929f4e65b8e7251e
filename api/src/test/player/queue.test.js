import assert from "node:assert/strict";
import { test } from "node:test";
import { Page, Video, settled } from "./page.js";

const OFFLINE = new TypeError("Failed to fetch");
const UNAVAILABLE = { status: 503, retryAfter: "7", problem: { status: 503, title: "Service Unavailable" } };

async function open(t, options = {}, page = new Page(t)) {
  const track = await page.load();
  const video = new Video(page);
  const problems = [];
  const onError = (problem, event) => problems.push([problem, event]);
  return { page, video, problems, track, tracker: track(video, { user: "u", videoId: "v", api: "https://stats.example/", onError, ...options }) };
}

test("an acknowledged event leaves the queue", async (t) => {
  const { page, tracker } = await open(t);
  await tracker.like();
  assert.deepEqual(page.requests[0].events, [{ type: "VOTE", userId: "u", videoId: "v", voteType: "LIKE" }]);
  assert.deepEqual(page.queued, []);
  assert.deepEqual(page.timers, []);
});

test("an event that the page sent while closing is sent again by the next page, and only that", async (t) => {
  const { page, video } = await open(t);
  video.play();
  await video.run(12);
  page.close();
  assert.deepEqual(page.queued.map(({ duration }) => duration), [12]);
  const { problems } = await open(t, {}, page);
  await settled();
  assert.deepEqual(page.durations, [10, 12]);
  assert.deepEqual(page.queued, []);
  assert.deepEqual(problems, []);
});

test("the queue of another user or API stays", async (t) => {
  const { page, tracker } = await open(t, { user: "a" });
  page.answers.push(OFFLINE);
  await tracker.like();
  await open(t, { user: "b" }, page);
  await open(t, { user: "a", api: "https://other.example/" }, page);
  await settled();
  assert.equal(page.requests.length, 1);
  assert.deepEqual(page.queued.map(({ userId }) => userId), ["a"]);
});

test("offline, the view grows in the queue and is sent when the browser is online", async (t) => {
  const { page, video } = await open(t);
  page.answers.push(...Array(9).fill(OFFLINE));
  video.play();
  await video.run(40);
  assert.equal(page.queued.length, 1);
  page.answers = [];
  const before = page.durations.length;
  page.online();
  await settled();
  assert.deepEqual(page.durations.slice(before), [30]);
  assert.deepEqual(page.queued, []);
});

test("a failed request is repeated after about 1, 2, 4 seconds, up to a minute", async (t) => {
  const { page, tracker } = await open(t);
  page.answers.push(...Array(8).fill(OFFLINE));
  await tracker.like();
  const pauses = [];
  for (let i = 0; i < 8; i++) pauses.push(await page.runTimer());
  assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 750));
  assert.deepEqual(page.queued, []);
  page.answers.push(OFFLINE);
  await tracker.like();
  assert.equal(await page.runTimer(), 750);
});

test("a browser that is online again does not wait for the next attempt", async (t) => {
  const { page, tracker } = await open(t);
  page.answers.push(OFFLINE);
  await tracker.like();
  page.online();
  await settled();
  assert.deepEqual(page.queued, []);
});

for (const status of [503, 429]) {
  test(`a ${status} is repeated after Retry-After, and nothing is sent before`, async (t) => {
    const { page, tracker } = await open(t);
    page.answers.push({ ...UNAVAILABLE, status, problem: { status } });
    await tracker.like();
    await tracker.dislike();
    assert.equal(page.requests.length, 1);
    assert.equal(await page.runTimer(), 7000);
    assert.deepEqual(page.requests[1].events.map(({ voteType }) => voteType), ["DISLIKE"]);
    assert.deepEqual(page.queued, []);
  });
}

test("other refusals drop the events and are reported", async (t) => {
  const { page, problems, tracker } = await open(t);
  page.answers.push({ status: 403, problem: { title: "Forbidden" } });
  await tracker.like();
  assert.deepEqual(problems, [[{ status: 403, title: "Forbidden" }, { type: "VOTE", userId: "u", videoId: "v", voteType: "LIKE" }]]);
  assert.deepEqual([page.queued, page.timers], [[], []]);
});

test("of a batch, only rejected events are dropped with a report, and only unavailable ones sent again", async (t) => {
  const { page, problems, track, tracker } = await open(t);
  page.answers.push(OFFLINE);
  await tracker.like();
  for (const videoId of ["w", "x"]) await track(new Video(page), { user: "u", videoId, api: "https://stats.example/", onError: (...args) => problems.push(args) }).like();
  page.answers.push({ rejected: [{ index: 0, problem: { status: 400 } }, { index: 2, problem: { status: 503 } }] });
  await page.runTimer();
  assert.deepEqual(problems.map(([{ status }, { videoId }]) => [status, videoId]), [[400, "v"]]);
  assert.deepEqual(page.queued.map(({ videoId }) => videoId), ["x"]);
  await page.runTimer();
  assert.deepEqual(page.queued, []);
});

test("an event that grows while it is sent stays in the queue", async (t) => {
  const { page, video, tracker } = await open(t);
  let answer;
  page.answers.push(new Promise((resolve) => (answer = resolve)));
  video.play();
  await video.run(10);
  await video.run(3);
  video.pause();
  answer({});
  await settled();
  assert.deepEqual(page.queued.map(({ duration }) => duration), [13]);
  await tracker.stop();
  assert.deepEqual(page.durations, [10, 13]);
});

test("requests are sent one after the other, also without the browser's lock manager", async (t) => {
  const { page, video } = await open(t);
  let answer;
  page.answers.push(new Promise((resolve) => (answer = resolve)));
  video.play();
  await video.run(31);
  assert.deepEqual(page.durations, [10]);
  answer({});
  await settled();
  assert.deepEqual(page.durations, [10, 30]);
});

test("clear deletes the vote", async (t) => {
  const { page, tracker } = await open(t, { user: "a|b" });
  await tracker.clear();
  assert.deepEqual(page.requests.map(({ method, url }) => [method, url]), [["DELETE", "https://stats.example/users/a%7Cb/votes/v"]]);
  assert.deepEqual(page.queued, []);
});

test("the last vote replaces those that wait", async (t) => {
  const { page, tracker } = await open(t);
  page.answers.push(OFFLINE);
  await tracker.like();
  await tracker.clear();
  await tracker.dislike();
  assert.deepEqual(page.queued.map(({ voteType }) => voteType), ["DISLIKE"]);
});

test("the queue keeps the newest 50 views", async (t) => {
  const { page, problems, track } = await open(t);
  page.answers.push(...Array(99).fill(OFFLINE));
  for (let i = 0; i < 60; i++) {
    const video = new Video(page);
    t.mock.method(Math, "random", () => i / 1000);
    const tracker = track(video, { user: "u", videoId: `v${i}`, api: "https://stats.example/", onError: (...args) => problems.push(args) });
    video.play();
    await video.run(2);
    await tracker.stop();
  }
  assert.equal(page.queued.length, 50);
  assert.equal(problems.length, 10);
  assert.equal(problems[0][0].status, 0);
});

test("without storage the queue lasts as long as the page", async (t) => {
  const page = new Page(t);
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
  const { tracker } = await open(t, {}, page);
  page.answers.push(OFFLINE);
  await tracker.like();
  await page.runTimer();
  assert.equal(page.requests.length, 2);
  assert.deepEqual(page.timers, []);
});

test("a full storage does not bring back an older duration", async (t) => {
  const { page, video } = await open(t);
  page.answers.push(...Array(9).fill(OFFLINE));
  video.play();
  await video.run(12);
  const full = new Proxy(page.storage, {
    set() {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  globalThis.localStorage = full;
  await video.run(3);
  video.pause();
  assert.deepEqual(page.queued, []);
  page.answers = [];
  page.online();
  await settled();
  assert.equal(page.durations.at(-1), 15);
});
