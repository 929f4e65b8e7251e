import { clockTime, count, fieldNames, formatField, showNumber, sumOf } from "./format.js";
import { role } from "./turns.js";

const PAGE = 100;
const VIDEOS = { path: "videos", idField: "videoId" };
// Another path of this origin may have another dashboard with other numbers.
const NAME = `viewtally totals ${new URL(".", document.baseURI).pathname}`;

/**
 * The totals of all videos. The server does not store them, so they are added up page by page, one page per turn. With many
 * videos this takes a while, and the note shows how long. One tab adds up and shares its progress with the others.
 */
export function totals(section, note, readPage) {
  const adder = role(NAME);
  const channel = new BroadcastChannel(NAME);
  const zeros = () => Object.fromEntries(fieldNames.map((name) => [name, 0n]));
  let sums = zeros();
  let ids = new Set();
  let cursor = null;
  let began = null;
  let shown = { complete: false };
  let underWay = false;

  channel.addEventListener("message", ({ data }) => show(data));

  function add(page) {
    began ??= page.readAt;
    for (const summary of page.summaries) {
      // A video whose count changes between two pages may be on both.
      if (ids.has(summary.id)) continue;
      ids.add(summary.id);
      for (const name of fieldNames) sums[name] = sumOf([sums[name], summary[name]]);
    }
    cursor = page.next;
    if (cursor === null) finish(page.readAt);
    else show({ sums, text: `first ${videos()}, still adding up`, complete: false });
  }

  function finish(ended) {
    const seconds = Math.round((ended - began) / 1000);
    const took = seconds > 1 ? `, read over ${count(seconds)} s` : "";
    show({ sums, text: `${videos()}, as of ${clockTime(ended)}${took}`, complete: true });
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

  /** Shows totals of a part of the videos only if there are no older totals of all. */
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
    /** Uses a page that was read for the list, if it contains all videos. */
    offer(page) {
      adder.leave();
      restart();
      add(page);
    },
    /** Reads the next page, if no other tab does and the previous one has arrived. The first page is already read. */
    async step(page) {
      if (underWay) return;
      underWay = true;
      try {
        if (!(await adder.take())) return;
        add(cursor === null && page.isFirst ? page : await readPage(VIDEOS, { limit: PAGE, cursor }));
        channel.postMessage(shown);
      } catch (error) {
        // The list already reports a server that does not answer. A rejected cursor would be rejected for ever.
        if (error.status === 400) restart();
      } finally {
        underWay = false;
      }
    },
    /** Leaves the work to another tab. */
    rest: adder.leave,
  };
}
