import assert from "node:assert/strict";
import { test } from "node:test";
import { wholeNumber } from "../../main/resources/dashboard/postform.js";

test("digits are read as a number", () => {
  assert.equal(wholeNumber("42"), 42);
  assert.equal(wholeNumber(" 0 "), 0);
});

test("any other text is left to the server to reject", () => {
  for (const text of ["", "4.2", "-1", "1e3", "0x10", "long"]) assert.equal(wholeNumber(text), text);
});
