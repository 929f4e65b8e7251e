import { readList } from "./api.js";
import { turns } from "./turns.js";

// Another dashboard may be under another path of this origin, with other numbers.
const NAME = `viewtally list ${new URL(".", document.baseURI).pathname}`;

/**
 * Reads lists of totals, no two within this time, however many tabs are open: they take turns, and what one tab has read,
 * or why it could not, it hands to those others that wait for the same. What a person waits for goes at once, and those
 * that follow wait the longer, so that there are no more of them on the whole. What nobody wants any more, as the signal
 * says, is not read, and comes to null.
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
