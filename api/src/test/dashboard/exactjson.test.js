import assert from "node:assert/strict";
import { test } from "node:test";
import { parseExact } from "../../main/resources/dashboard/exactjson.js";

test("small numbers stay Numbers", () => {
  assert.deepEqual(parseExact('{"views":42,"ratio":0.5}'), { views: 42, ratio: 0.5 });
});

test("a whole number beyond a Number becomes a BigInt", () => {
  assert.deepEqual(parseExact('{"views":9223372036854775807,"likes":-9223372036854775808,"dislikes":3}'), {
    views: 9_223_372_036_854_775_807n,
    likes: -9_223_372_036_854_775_808n,
    dislikes: 3,
  });
});

test("the largest safe integer stays a Number", () => {
  assert.deepEqual(parseExact("[9007199254740991,9007199254740993]"), [9_007_199_254_740_991, 9_007_199_254_740_993n]);
});

test("digits in a string stay a string", () => {
  const id = '{"id":"9223372036854775807","quoted":"say \\"9223372036854775807\\""}';
  assert.deepEqual(parseExact(id), { id: "9223372036854775807", quoted: 'say "9223372036854775807"' });
});

test("fractions and exponents stay Numbers", () => {
  assert.deepEqual(parseExact("[1.2345678901234567,1e300,9223372036854775807]"), [
    1.2345678901234567,
    1e300,
    9_223_372_036_854_775_807n,
  ]);
});

test("text that is not JSON is a SyntaxError", () => {
  assert.throws(() => parseExact("<html>9223372036854775807</html>"), SyntaxError);
});
