import assert from "node:assert/strict";
import { test } from "node:test";
import { isId, whyUnreadable } from "../../main/resources/dashboard/ids.js";

test("an id has 1 to 128 allowed characters", () => {
  assert.ok(isId("a"));
  assert.ok(isId("A-Z_0.9~:@|+="));
  assert.ok(isId("x".repeat(128)));
  assert.ok(!isId(""));
  assert.ok(!isId("x".repeat(129)));
});

test("other characters are not allowed", () => {
  for (const wrong of ["a b", "a/b", "a#b", "a%b", "ä", "a\n"]) assert.ok(!isId(wrong), wrong);
});

test("a readable id has no reason against it", () => {
  assert.equal(whyUnreadable("v1"), null);
  assert.equal(whyUnreadable("..."), null);
});

test("an id that is a path segment of its own cannot be read", () => {
  assert.match(String(whyUnreadable(".")), /path/);
  assert.match(String(whyUnreadable("..")), /path/);
});

test("the reason against an id quotes it", () => {
  assert.match(String(whyUnreadable("a b")), /“a b”/);
});
