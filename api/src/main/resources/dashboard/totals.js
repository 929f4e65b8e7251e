import { clockTime, count, fieldNames, formatField, showNumber, sumOf } from "./format.js";
import { role } from "./turns.js";

const PAGE = 100;
const VIDEOS = { path: "videos", idField: "videoId" };
// Another dashboard may be under another path of this origin, with other numbers.
const NAME = `viewtally totals ${new URL(".", document.baseURI).pathname}`;

/**
 * The totals of all videos. The server keeps none, so they are added up page by page, one page a turn: with many videos
 * that takes a while, and the note says from when to when. One tab adds up, and shows the others how far it is.
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
      // A video whose count moves between two pages may come on both.
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

  /** Those of a part of the videos are better than none, but no better than older ones of all. */
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
    /** Takes a page that was read for something else, if it holds all videos. */
    offer(page) {
      adder.leave();
      restart();
      add(page);
    },
    /** Goes one page on, if no other tab does, and if the one before has come; a first page has been read already. */
    async step(page) {
      if (underWay) return;
      underWay = true;
      try {
        if (!(await adder.take())) return;
        add(cursor === null && page.isFirst ? page : await readPage(VIDEOS, { limit: PAGE, cursor }));
        channel.postMessage(shown);
      } catch (error) {
        // What these numbers are of, the note says; that a server does not answer, the list tells. A cursor that is not
        // taken any more would be refused for ever.
        if (error.status === 400) restart();
      } finally {
        underWay = false;
      }
    },
    /** Leaves it to another tab. */
    rest: adder.leave,
  };
}
