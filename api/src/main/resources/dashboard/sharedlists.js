import { readList } from "./api.js";
import { turns } from "./turns.js";

// Another path of this origin may have another dashboard with other numbers.
const NAME = `viewtally list ${new URL(".", document.baseURI).pathname}`;

/**
 * Reads at most one list of totals in this time, over all tabs. Tabs take turns and share each result, or its error, with
 * the tabs that wait for the same list. A list that the user requests is read at once, and the next ones wait longer, so
 * that the rate stays the same. A list is not read, and the result is null, if its signal is aborted.
 */
export function sharedLists(millis) {
  const waiting = new Set();
  const turn = turns(NAME);
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", ({ data }) => settle(data));

  function settle({ path, page, failure }) {
    for (const one of waiting) {
      if (one.path !== path) continue;
      waiting.delete(one);
      if (page) one.resolve(page);
      else one.reject(Object.assign(new Error(failure.message), failure));
    }
  }

  async function readFor({ path, idField }) {
    let outcome;
    try {
      outcome = { path, page: await readList(path, idField) };
    } catch ({ message, status }) {
      outcome = { path, failure: { message, status } };
    }
    channel.postMessage(outcome);
    settle(outcome);
  }

  return function read({ path, idField }, query, { urgent = false, signal } = {}) {
    return new Promise((resolve, reject) => {
      const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null));
      const one = { path: `summaries/${path}?${given}`, idField, resolve, reject };
      waiting.add(one);
      signal?.addEventListener("abort", () => waiting.delete(one) && resolve(null));
      if (urgent) readFor(one);
      turn(() => {
        if (urgent) return millis;
        if (!waiting.has(one)) return 0;
        readFor(one);
        return millis;
      });
    });
  };
}
