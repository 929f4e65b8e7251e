import assert from "node:assert/strict";
import { test } from "node:test";
import { sortSummaries } from "../../main/resources/dashboard/table.js";

const ids = (summaries) => summaries.map(({ id }) => id);

test("summaries are sorted by a column in both directions", () => {
  const summaries = [
    { id: "a", views: 1n, likes: 5n },
    { id: "b", views: 3n, likes: 4n },
    { id: "c", views: 2n, likes: 6n },
  ];
  assert.deepEqual(ids(sortSummaries(summaries, { by: "views", down: true })), ["b", "c", "a"]);
  assert.deepEqual(ids(sortSummaries(summaries, { by: "views", down: false })), ["a", "c", "b"]);
  assert.deepEqual(ids(sortSummaries(summaries, { by: "likes", down: true })), ["c", "a", "b"]);
});

test("equal totals are sorted by views, then by id", () => {
  const summaries = [
    { id: "b", views: 1n, likes: 1n },
    { id: "a", views: 1n, likes: 1n },
    { id: "c", views: 9n, likes: 1n },
  ];
  assert.deepEqual(ids(sortSummaries(summaries, { by: "likes", down: true })), ["c", "a", "b"]);
  assert.deepEqual(ids(sortSummaries(summaries, { by: "likes", down: false })), ["c", "a", "b"]);
});

test("ids are sorted as numbers where they are numbers", () => {
  const summaries = [{ id: "10" }, { id: "9" }, { id: "007" }, { id: "7" }];
  assert.deepEqual(ids(sortSummaries(summaries, { by: "id", down: false })), ["007", "7", "9", "10"]);
  assert.deepEqual(ids(sortSummaries(summaries, { by: "id", down: true })), ["10", "9", "7", "007"]);
});

test("a total out of range is the largest", () => {
  const summaries = [{ id: "a", views: 1n }, { id: "b", views: null }];
  assert.deepEqual(ids(sortSummaries(summaries, { by: "views", down: true })), ["b", "a"]);
});

test("sorting leaves the given list as it is", () => {
  const summaries = [{ id: "b", views: 1n }, { id: "a", views: 2n }];
  sortSummaries(summaries, { by: "views", down: true });
  assert.deepEqual(ids(summaries), ["b", "a"]);
});

test("the order by trend is that of the server", () => {
  const summaries = [
    { id: "a", views: 1n, trend: 0.5 },
    { id: "b", views: 3n, trend: 0.5 },
    { id: "c", views: 2n, trend: 0 },
  ];
  assert.deepEqual(ids(sortSummaries(summaries, { by: "trend", down: true })), ["a", "b", "c"]);
  assert.deepEqual(ids(sortSummaries(summaries, { by: "trend", down: false })), ["c", "b", "a"]);
});
