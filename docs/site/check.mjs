// Checks the built site: each link and anchor leads somewhere, and no page needs another host.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL("target/site", import.meta.url));
// As given to vitepress build --base.
const base = process.env.BASE ?? "/";
const files = readdirSync(site, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
const pages = files.filter((name) => name.endsWith(".html") && name !== "404.html");
const contents = new Map(pages.map((name) => [name, readFileSync(join(site, name), "utf8")]));
const faults = [];
let links = 0;

function fileOf(path) {
  return [path, `${path}.html`, posix.join(path, "index.html")]
    .map((name) => name.replace(/^\//, ""))
    .find((name) => existsSync(join(site, name)) && statSync(join(site, name)).isFile());
}

for (const [page, html] of contents) {
  for (const [, tag, attributes] of html.matchAll(/<(a|link|script|img|source|iframe)\b([^>]*)>/g)) {
    const address = / (?:href|src)="([^"]*)"/.exec(attributes)?.[1];
    if (!address || address.startsWith("data:")) {
      continue;
    }
    if (/^(\w+:)?\/\//.test(address)) {
      if (tag !== "a") {
        faults.push(`${page} loads ${address}`);
      }
      continue;
    }
    links++;
    const url = new URL(address.replaceAll("&amp;", "&"), `http://site${posix.join(base, page)}`);
    const file = url.pathname.startsWith(base) && fileOf(decodeURIComponent(url.pathname.slice(base.length - 1)));
    const anchor = decodeURIComponent(url.hash.slice(1));
    if (!file) {
      faults.push(`${page} has a link to ${address}`);
    } else if (anchor && !contents.get(file)?.includes(` id="${anchor}"`)) {
      faults.push(`${page} has a link to ${address}, but there is no such heading`);
    }
  }
}
for (const name of files.filter((name) => name.endsWith(".css"))) {
  const [load] = readFileSync(join(site, name), "utf8").match(/(@import|url\(["']?)\s*["']?(\w+:)?\/\/[^)]*/) ?? [];
  if (load) {
    faults.push(`${name} loads ${load}`);
  }
}
if (pages.length < 30 || links < 1000) {
  faults.push(`there are only ${pages.length} pages and ${links} links`);
}
console.log([...faults, `${pages.length} pages, ${links} links and files, ${faults.length} faults`].join("\n"));
process.exitCode = faults.length ? 1 : 0;
