import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST, firstSort, formatState, parseIds, parseState } from "../../main/resources/dashboard/urlstate.js";

test("the first state has an empty query", () => {
  assert.equal(formatState(FIRST), "");
  assert.deepEqual(parseState(""), FIRST);
});

test("every part of a state is in the query and is read back", () => {
  const parts = [
    { list: "users" },
    { ids: ["5", "a+b=c|d@e"] },
    { page: 3, cursor: "a-cursor_with.signature" },
    { sort: { by: "likes", down: true } },
    { sort: { by: "id", down: false } },
    { sort: { by: "views", down: false } },
    { video: "5" },
    { video: "5", compare: "7", range: "week" },
    { video: "5", range: "month" },
    { sort: { by: "viewers", down: true } },
    { list: "users", sort: { by: "videos", down: true } },
    { list: "trending", sort: { by: "viewers", down: false } },
    { list: "trending", sort: { by: "trend", down: true } },
    { list: "trending", sort: { by: "trend", down: false } },
    { list: "trending", sort: { by: "views", down: true }, page: 2, cursor: "c" },
    { list: "users", page: 2, cursor: "c", sort: { by: "duration", down: false }, video: "x", compare: "y" },
  ];
  for (const part of parts) {
    const state = { ...FIRST, ...part };
    assert.notEqual(formatState(state), "", JSON.stringify(part));
    assert.deepEqual(parseState(formatState(state)), state);
  }
});

test("ids of any characters are read back", () => {
  for (const video of ["a/b", "a&b=c#d", "日本", "%2E", "+", "a b", "<b>", ".."]) {
    assert.equal(parseState(formatState({ ...FIRST, video })).video, video);
  }
});

test("an invalid part of a query has its default", () => {
  const invalid = [
    "?list=everything",
    "?ids=",
    "?ids=a/b",
    "?page=3",
    "?cursor=c",
    "?page=1&cursor=c",
    "?page=-2&cursor=c",
    "?page=2.5&cursor=c",
    "?page=x&cursor=c",
    "?page=3&cursor=",
    "?sort=views",
    "?sort=trend-desc",
    "?sort=videos-desc",
    "?sort=views-up",
    "?sort=constructor-asc",
    "?video=",
    "?compare=7",
    "?range=year",
    "?unknown=1",
  ];
  for (const query of invalid) assert.deepEqual(parseState(query), FIRST, query);
});

test("users are not sorted by viewers", () => {
  assert.deepEqual(parseState("?list=users&sort=viewers-desc").sort, FIRST.sort);
});

test("the list by trend is sorted by trend at first, and has no search", () => {
  assert.deepEqual(parseState("?list=trending").sort, { by: "trend", down: true });
  assert.equal(formatState({ ...FIRST, list: "trending", sort: firstSort("trending") }), "?list=trending");
  assert.deepEqual(parseState("?list=trending&ids=5"), { ...FIRST, ids: ["5"] });
});

test("a video is not compared with itself", () => {
  assert.equal(parseState("?video=5&compare=5").compare, null);
});

test("ids that are searched for have one page", () => {
  assert.deepEqual(parseState("?ids=5,12&page=2&cursor=c"), { ...FIRST, ids: ["5", "12"] });
});

test("ids are separated by commas and spaces, and each is taken once", () => {
  assert.deepEqual(parseIds(" 5, 12 5,,7 "), { valid: ["5", "12", "7"], error: null });
  assert.deepEqual(parseIds(""), { valid: [], error: null });
});

test("a word that is not an id is named", () => {
  assert.deepEqual(parseIds("5 a/b"), { valid: ["5"], error: "“a/b” cannot be an id." });
});

test("at most 100 ids are taken", () => {
  const { valid, error } = parseIds(Array.from({ length: 101 }, (_, i) => i).join(","));
  assert.equal(valid.length, 100);
  assert.equal(error, "At most 100 ids at once.");
});
