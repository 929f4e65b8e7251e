import { readPage } from "./api.js";
import { clockTime, count, fieldNames, formatField, showNumber } from "./format.js";

const PAGE = 100;
const VIDEOS = { path: "videos", idField: "videoId" };

/**
 * The totals of all videos. The server keeps none, so they are added up page by page, one page a turn: with many videos
 * that takes a while, and the note says from when to when.
 */
export function totals(section, note, turn) {
  const zeros = () => Object.fromEntries(fieldNames.map((name) => [name, 0]));
  let sums = zeros();
  let ids = new Set();
  let cursor = null;
  let began = null;
  let complete = false;

  function add(page) {
    began ??= page.readAt;
    for (const summary of page.summaries) {
      // A video whose count moves between two pages may come on both.
      if (ids.has(summary.id)) continue;
      ids.add(summary.id);
      for (const name of fieldNames) sums[name] += summary[name];
    }
    cursor = page.next;
    if (cursor === null) finish(page.readAt);
    else if (!complete) show(`first ${videos()}, still adding up`);
  }

  function finish(ended) {
    complete = true;
    const seconds = Math.round((ended - began) / 1000);
    show(`${videos()}, as of ${clockTime(ended)}${seconds > 1 ? `, read over ${count(seconds)} s` : ""}`);
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

  function show(text) {
    for (const name of fieldNames) {
      showNumber(section.querySelector(`[data-field=${name}]`), formatField(name, sums[name]));
    }
    note.textContent = text;
  }

  return {
    /** Takes a page that was read for something else, if it holds all videos. */
    offer(page) {
      restart();
      add(page);
    },
    /** Reads one page on. */
    async step() {
      await turn();
      add(await readPage(VIDEOS, cursor, PAGE));
    },
  };
}
