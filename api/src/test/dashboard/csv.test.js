import assert from "node:assert/strict";
import { test } from "node:test";
import { csvName, formatCsv } from "../../main/resources/dashboard/csv.js";

test("lines end with CR LF, and cells are separated by commas", () => {
  assert.equal(formatCsv([["video", "views"], ["5", 12n], ["7", 0]]), "video,views\r\n5,12\r\n7,0\r\n");
});

test("numbers are exact and have no separators", () => {
  assert.equal(formatCsv([[9_223_372_036_854_775_807n, -5n]]), "9223372036854775807,-5\r\n");
});

test("cells with commas, quotes and line ends are quoted", () => {
  assert.equal(formatCsv([["a,b", 'a"b', "a\nb", "a\rb"]]), '"a,b","a""b","a\nb","a\rb"\r\n');
});

test("a text that a spreadsheet would run as a formula gets an apostrophe", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", " =1"]) {
    assert.equal(formatCsv([[text]]), `'${text}\r\n`);
  }
  assert.equal(formatCsv([["\r=1"]]), `"'\r=1"\r\n`);
  assert.equal(formatCsv([['=HYPERLINK("x","y")']]), `"'=HYPERLINK(""x"",""y"")"\r\n`);
});

test("other texts stay as they are", () => {
  assert.equal(formatCsv([["a=b", "a-b", "日本", "1+1", ""]]), "a=b,a-b,日本,1+1,\r\n");
});

test("the name of a file has the date, and only characters that every system allows", () => {
  assert.equal(csvName(["videos"], new Date(2026, 2, 4, 23, 59)), "viewtally-videos-2026-03-04.csv");
  assert.equal(csvName(["video", '../a|b:"c"'], new Date(2026, 2, 4)), "viewtally-video-.._a_b__c_-2026-03-04.csv");
  assert.equal(csvName(["x".repeat(128)], new Date(2026, 2, 4)), `viewtally-${"x".repeat(40)}-2026-03-04.csv`);
});
