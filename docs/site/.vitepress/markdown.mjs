// Differences between the Markdown of a code forge and that of VitePress.
import { relative } from "node:path";
import { addressOf, forgeAddressOf, repository } from "./pages.mjs";

/** The anchor of a heading, as GitHub names it. */
export function slug(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

/** Leads relative links to the pages of the site. Other files are links to the forge; without one, they are code. */
export function leadLinksToRoutes(md) {
  md.core.ruler.push("routes", (state) => {
    const file = relative(repository, state.env.realPath ?? state.env.path).replaceAll("\\", "/");
    for (const { children } of state.tokens.filter(({ type }) => type === "inline")) {
      children.forEach((token, i) => {
        const link = token.type === "link_open" ? token.attrGet("href") : "#";
        if (!/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(link)) {
          const address = addressOf(link, file) ?? forgeAddressOf(link, file);
          if (address) {
            token.attrSet("href", address);
          } else {
            codeInsteadOfLink(children, i);
          }
        }
      });
    }
  });
}

function codeInsteadOfLink(tokens, open) {
  const close = tokens.findIndex(({ type }, i) => i > open && type === "link_close");
  for (const token of [tokens[open], tokens[close]]) {
    token.type = "text";
    token.tag = "";
    token.content = "";
  }
  for (const token of tokens.slice(open + 1, close)) {
    if (token.type === "text") {
      token.type = "code_inline";
      token.tag = "code";
    }
  }
}

/** Says under a block "sh unrun: REASON" that no test runs it. */
export function labelUnrunBlocks(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, i, ...rest) => {
    const [, reason] = /^sh unrun: (.+)$/.exec(tokens[i].info.trim()) ?? [];
    if (!reason) {
      return fence(tokens, i, ...rest);
    }
    tokens[i].info = "sh";
    return `${fence(tokens, i, ...rest)}<p class="unrun">No test runs this block: it ${md.utils.escapeHtml(reason)}.</p>`;
  };
}
