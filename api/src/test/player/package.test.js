import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const SOURCE = new URL("../../main/resources/player/", import.meta.url);
const FOLDER = new URL("../../../target/npm/", import.meta.url);
const noFolder = !existsSync(FOLDER) && "Maven builds the package's folder, target/npm";

function npmIsMissing() {
  try {
    execFileSync("npm", ["--version"]);
    return false;
  } catch {
    return "npm is not installed";
  }
}

test("the client has at most 4 KB when compressed", () => {
  const size = gzipSync(readFileSync(new URL("client.js", SOURCE))).length;
  assert.ok(size <= 4096, `${size} bytes`);
});

test("the client imports nothing", () => {
  assert.doesNotMatch(readFileSync(new URL("client.js", SOURCE), "utf8"), /^import |import\(["'](?!\.\/client\.js"\))/m);
});

test("the package contains the files that the API serves", { skip: noFolder }, () => {
  for (const file of ["client.js", "client.d.ts"]) {
    assert.equal(readFileSync(new URL(file, FOLDER), "utf8"), readFileSync(new URL(file, SOURCE), "utf8"));
  }
});

test("npm packs the client, its types, a manual and the licence", { skip: noFolder || npmIsMissing() }, () => {
  const [{ name, version, files }] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--offline"], { cwd: fileURLToPath(FOLDER), encoding: "utf8" }),
  );
  assert.equal(name, "viewtally-client");
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(files.map(({ path }) => path).sort(), ["LICENSE", "README.md", "client.d.ts", "client.js", "package.json"]);
});

test("the package exports the client with its types", { skip: noFolder }, () => {
  const { exports, license } = JSON.parse(readFileSync(new URL("package.json", FOLDER), "utf8"));
  assert.equal(license, "Apache-2.0");
  for (const file of Object.values(exports["."])) assert.ok(existsSync(new URL(file, FOLDER)), file);
});
