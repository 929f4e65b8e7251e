import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { contract } from "./contract.mjs";
import { labelUnrunBlocks, leadLinksToRoutes, slug } from "./markdown.mjs";
import { CONTRACT, decisions, repository, routeOf, tasks } from "./pages.mjs";

// The pages of this folder that are made of other files have a comment in the place of the text.
const GENERATED = { "<!-- contract -->": contract, "<!-- decisions -->": decisions };

// Most pages are outside of the folder with the packages.
const packagesOfThisFolder = {
  name: "packages-of-this-folder",
  enforce: "pre",
  resolveId(id, importer) {
    return /^vue(\/|$)/.test(id) && importer?.endsWith(".md")
      ? this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true })
      : undefined;
  },
};

export default defineConfig({
  title: "Viewtally",
  description: "Exact view and vote counts for a video platform",
  base: process.env.BASE ?? "/",
  srcDir: repository,
  srcExclude: ["!(docs)/**/*.md", "docs/site/!(pages)/**/*.md"],
  rewrites: routeOf,
  outDir: "./target/site",
  cacheDir: "./target/cache",
  // Vite would look for public files in the root of the repository.
  vite: { publicDir: false, plugins: [packagesOfThisFolder] },
  metaChunk: true,
  markdown: {
    anchor: { slugify: slug },
    // Braces are text, as on a forge.
    attrs: { disable: true },
    config(md) {
      md.core.ruler.before("normalize", "generated-pages", (state) => {
        for (const [comment, text] of Object.entries(GENERATED)) {
          if (state.src.includes(comment)) {
            state.src = state.src.replace(comment, () => text());
          }
        }
      });
      leadLinksToRoutes(md);
      labelUnrunBlocks(md);
    },
  },
  themeConfig: {
    nav: [
      { text: "All tasks", link: "/tasks" },
      { text: "Contract", link: "/contract" },
      { text: "Decisions", link: "/decisions/" },
      { text: "Changes", link: "/changelog" },
    ],
    sidebar: tasks(),
    outline: [2, 3],
    search: { provider: "local" },
    // The order of the pages is one of tasks, not of reading.
    docFooter: { prev: false, next: false },
  },
  buildEnd({ outDir }) {
    copyFileSync(join(repository, CONTRACT), join(outDir, "openapi.yaml"));
    copyFileSync(join(repository, "LICENSE"), join(outDir, "LICENSE.txt"));
  },
});
