import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { isRefusal, needsToken, post, readList, readSeries, readSummary, readTotals } from "../../main/resources/dashboard/api.js";

const realFetch = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = realFetch;
});

function respondWith(status, body) {
  globalThis.fetch = async () => new Response(body, { status });
}

test("totals are read as BigInts", async () => {
  respondWith(200, '{"items":[{"videoId":"v","views":9223372036854775807,"duration":null,"likes":1,"dislikes":-2,"viewers":9007199254740993}],"nextCursor":null}');
  const { summaries, next } = await readList("summaries/videos", "videoId");
  assert.equal(next, null);
  assert.deepEqual(summaries, [
    { id: "v", videoId: "v", views: 9_223_372_036_854_775_807n, duration: null, likes: 1n, dislikes: -2n, viewers: 9_007_199_254_740_993n },
  ]);
});

test("the totals of everything and their series have paths of their own", async () => {
  const paths = [];
  globalThis.fetch = async (path) => {
    paths.push(path);
    const totals = '"views":9223372036854775807,"duration":null,"likes":1,"dislikes":0';
    return new Response(path === "totals" ? `{${totals}}` : `{"items":[{"start":"2022-01-02T00:00:00Z",${totals}}]}`);
  };
  assert.deepEqual(await readTotals(), { views: 9_223_372_036_854_775_807n, duration: null, likes: 1n, dislikes: 0n });
  assert.equal((await readSeries(null))[0].views, 9_223_372_036_854_775_807n);
  assert.deepEqual(paths, ["totals", "totals/stats?"]);
});

test("totals of everything without a counter cannot be read", async () => {
  respondWith(200, '{"views":1,"duration":0,"likes":0}');
  await assert.rejects(readTotals(), /cannot read/);
});

test("users have videos, and videos have viewers", async () => {
  respondWith(200, '{"items":[{"userId":"u","views":1,"duration":0,"likes":0,"dislikes":0,"videos":1}],"nextCursor":null}');
  assert.equal((await readList("summaries/users", "userId")).summaries[0].videos, 1n);
  await assert.rejects(readList("summaries/videos", "videoId"), /cannot read/);
  respondWith(200, '{"videoId":"v","views":1,"duration":0,"likes":0,"dislikes":0,"viewers":1}');
  assert.equal((await readSummary("v")).viewers, 1n);
});

test("a fraction is not a total", async () => {
  respondWith(200, '{"videoId":"v","views":1.5,"duration":0,"likes":0,"dislikes":0,"viewers":1}');
  await assert.rejects(readSummary("v"), /cannot read/);
});

test("a response that is not JSON cannot be read", async () => {
  respondWith(200, "<html></html>");
  await assert.rejects(readSummary("v"), /cannot read/);
});

test("an error response names each wrong field", async () => {
  respondWith(400, '{"errors":[{"pointer":"#/userId","detail":"is missing"},{"pointer":"?limit","detail":"is too large"}]}');
  await assert.rejects(post("views", {}), (error) => {
    assert.equal(error.message, "userId is missing; limit is too large.");
    return isRefusal(error) && !needsToken(error);
  });
});

test("an error response without JSON is reported by its status", async () => {
  respondWith(502, "<html></html>");
  await assert.rejects(readSummary("v"), (error) => {
    assert.equal(error.message, "The server answered with error 502.");
    return !isRefusal(error);
  });
});

test("401 and 403 ask for a token", async () => {
  for (const status of [401, 403]) {
    respondWith(status, '{"title":"Unauthorized"}');
    await assert.rejects(readSummary("v"), (error) => needsToken(error) && isRefusal(error));
  }
});

test("a server that cannot be reached is reported as such", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("fetch failed");
  };
  await assert.rejects(readSummary("v"), /cannot be reached/);
});
