import { readList } from "./api.js";

// Another path of this origin may serve another dashboard with other numbers.
const NAME = `viewtally list ${new URL(".", document.baseURI).pathname}`;

/**
 * Reads lists of summaries, at most one per interval over all tabs. The tabs take turns. A tab shares its result or error
 * with the tabs that wait for the same list. An urgent request is sent at once and delays the next turn, so that the rate
 * stays the same. A request whose signal is aborted is not sent and resolves to null.
 */
export function sharedLists(millis) {
  /** @type {Set<any>} */
  const waiting = new Set();
  const turn = turns(NAME);
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", ({ data }) => settle(data));

  /** @param {{ path: string, page?: any, failure?: any }} outcome */
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

  /**
   * @param {{ path: string, idField: string }} kind
   * @param {Record<string, any>} query
   * @param {{ urgent?: boolean, signal?: AbortSignal }} [options]
   */
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

/**
 * Runs functions one after the other, in the order of the calls, over all tabs of this browser. Each function returns the
 * number of milliseconds until the next one may run. Browsers offer locks between tabs only to pages that come by HTTPS or
 * from the same machine (W3C, Web Locks API). Elsewhere each tab has a sequence of its own.
 */
function turns(name) {
  const wait = (millis) => millis > 0 && new Promise((resolve) => setTimeout(resolve, millis));
  let last = Promise.resolve();
  return function turn(run) {
    if (navigator.locks) navigator.locks.request(name, () => wait(run()));
    else last = last.then(() => wait(run()));
  };
}
