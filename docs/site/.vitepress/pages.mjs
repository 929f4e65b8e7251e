// Which files of the repository are pages, where each is on the site, and how the navigation finds them.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../../", import.meta.url));
export const CONTRACT = "api/src/main/resources/openapi.yaml";

const ROUTES = {
  "README.md": "index.md",
  "docs/README.md": "tasks.md",
  // There is also docs/architecture.md.
  "ARCHITECTURE.md": "overview.md",
  "docs/site/pages/decisions.md": "decisions/index.md",
};

/** What is not a Markdown file, but has a place on the site. */
const OTHER_ROUTES = {
  "docs/decisions": "/decisions/",
  [CONTRACT]: "/contract.md",
  "LICENSE": "/LICENSE.txt",
};

/** The path on the site of a Markdown file: "docs/scaling.md" becomes "scaling.md". */
export function routeOf(file) {
  return ROUTES[file] ?? file.replace(/^docs\/(site\/pages\/)?/, "").replace(/^[A-Z_]+(?=\.md$)/, (name) => name.toLowerCase());
}

/** The address on the site to which a relative link of a file leads, or undefined if the site does not have it. */
export function addressOf(link, file) {
  const [path, anchor] = link.split("#");
  const target = posix.normalize(posix.join(posix.dirname(file), path)).replace(/\/$/, "");
  if (!existsSync(join(repository, target))) {
    throw new Error(`${file} has a link to ${link}, which does not exist`);
  }
  const address = OTHER_ROUTES[target] ?? (target.endsWith(".md") ? "/" + routeOf(target) : undefined);
  return address && (anchor ? `${address}#${anchor}` : address);
}

/** The address of a file on the forge that pom.xml names; undefined if it names none. */
export function forgeAddressOf(link, file) {
  const url = /<scm>.*?<url>([^<]+)<\/url>/s.exec(readFileSync(join(repository, "pom.xml"), "utf8"))?.[1];
  return url && `${url}/blob/HEAD/${posix.join(posix.dirname(file), link)}`;
}

/** The navigation: the table of docs/README.md, in which a bold word begins a group. */
export function tasks() {
  const file = "docs/README.md";
  const groups = [];
  for (const line of readFileSync(join(repository, file), "utf8").split("\n")) {
    const [, task, pages] = /^\| (.+?) \| (.+) \|$/.exec(line) ?? [];
    const links = [...(pages ?? "").matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
    if (!links.length) {
      continue;
    }
    const group = /^\*\*(.+?)\*\*/.exec(task)?.[1];
    if (group) {
      groups.push({ text: group, collapsed: false, items: [] });
    }
    const text = task.replace(/^\*\*.+?\*\*: /, "").replaceAll(/\*\*|`/g, "");
    links.forEach(([, name, link], i) =>
      groups.at(-1).items.push({ text: sentence(i ? name : text), link: addressOf(link, file).replace(/\.md(?=#|$)/, "") }));
  }
  if (!groups.length) {
    throw new Error(`${file} has no table of tasks`);
  }
  return groups;
}

function sentence(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** A list of all decisions, the latest first. */
export function decisions() {
  const folder = "docs/decisions";
  return readdirSync(join(repository, folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .reverse()
    .map((name) => [name, /^# (\d+)\. (.+)$/m.exec(readFileSync(join(repository, folder, name), "utf8"))])
    .map(([name, [, number, title]]) => `- ${number}: [${title}](../../decisions/${name})`)
    .join("\n");
}
