import { clockTime, count, fieldNames, formatField, showNumber, sumOf } from "./format.js";
import { role } from "./turns.js";

const PAGE_SIZE = 100;
const VIDEOS = { path: "videos", idField: "videoId" };
// Another path of this origin may serve another dashboard with other numbers.
const NAME = `viewtally totals ${new URL(".", document.baseURI).pathname}`;

/**
 * The totals of all videos. This does not use `GET /totals` yet, but adds up the list page by page, one page per refresh.
 * The note says over how many seconds the pages were read. One tab adds up and shares its sums with the others.
 */
export function totals(section, note, readPage) {
  const adder = role(NAME);
  const channel = new BroadcastChannel(NAME);
  const zeros = () => Object.fromEntries(fieldNames.map((name) => [name, 0n]));
  let sums = zeros();
  let ids = new Set();
  /** @type {string | null} */
  let cursor = null;
  /** @type {Date | null} */
  let began = null;
  /** @type {{ complete: boolean, sums?: any, text?: string }} */
  let shown = { complete: false };
  let inFlight = false;

  channel.addEventListener("message", ({ data }) => show(data));

  function add(page) {
    began ??= page.readAt;
    for (const summary of page.summaries) {
      // A video whose count changes between two requests may be on both pages.
      if (ids.has(summary.id)) continue;
      ids.add(summary.id);
      for (const name of fieldNames) sums[name] = sumOf([sums[name], summary[name]]);
    }
    cursor = page.next;
    if (cursor === null) finish(began, page.readAt);
    else show({ sums, text: `first ${videos()}, still adding up`, complete: false });
  }

  /** @param {any} from @param {any} to */
  function finish(from, to) {
    const seconds = Math.round((to - from) / 1000);
    const took = seconds > 1 ? `, read over ${count(seconds)} s` : "";
    show({ sums, text: `${videos()}, as of ${clockTime(to)}${took}`, complete: true });
    restart();
  }

  function restart() {
    sums = zeros();
    ids = new Set();
    cursor = null;
    began = null;
  }

  function videos() {
    return `${count(ids.size)} ${ids.size === 1 ? "video" : "videos"}`;
  }

  /** Shows sums. Partial sums do not replace complete ones. */
  function show(next) {
    if (shown.complete && !next.complete) return;
    const comparable = shown.complete;
    shown = next;
    for (const name of fieldNames) {
      const number = section.querySelector(`[data-field=${name}]`);
      showNumber(number, formatField(name, shown.sums[name]), { comparable });
    }
    note.textContent = shown.text;
  }

  return {
    /** Uses a page that the list has read and that holds all videos. */
    offer(page) {
      adder.leave();
      restart();
      add(page);
    },
    /** Reads the next page, unless another tab adds up or a request is in flight. `page` is the list's page. */
    async step(page) {
      if (inFlight) return;
      inFlight = true;
      try {
        if (!(await adder.take())) return;
        add(cursor === null && page.isFirst ? page : await readPage(VIDEOS, { limit: PAGE_SIZE, cursor }));
        channel.postMessage(shown);
      } catch (error) {
        // The list reports a server that does not respond. A cursor that the server rejects would be rejected for ever.
        if (error.status === 400) restart();
      } finally {
        inFlight = false;
      }
    },
    /** Lets another tab add up. */
    leave: adder.leave,
  };
}
