import { userFields, videoFields } from "./format.js";
import { isId } from "./ids.js";

const MAX_IDS = 100;
const MAX_PAGE = 1_000_000;

const LISTS = /** @type {const} */ (["videos", "trending", "users"]);

export const RANGES = ["day", "week", "month"];

/**
 * What the page shows: everything that its URL says.
 * @typedef {object} State
 * @property {"videos" | "trending" | "users"} list
 * @property {string[] | null} ids the ids that were searched for
 * @property {number} page
 * @property {string | null} cursor the server's name of the page, null for the first
 * @property {{ by: string, down: boolean }} sort
 * @property {string | null} video the open video
 * @property {string | null} compare the video beside it
 * @property {string} range of the charts, one of RANGES
 */

/** @type {State} */
export const FIRST = {
  list: "videos",
  ids: null,
  page: 1,
  cursor: null,
  sort: { by: "views", down: true },
  video: null,
  compare: null,
  range: "day",
};

/** Reads the query of a URL. What is not valid has its default. @param {string} query @returns {State} */
export function parseState(query) {
  const given = new URLSearchParams(query);
  const ids = parseIds(given.get("ids") ?? "").valid;
  const named = LISTS.find((list) => list === given.get("list")) ?? FIRST.list;
  // The list by trend has no search.
  const list = named === "trending" && ids.length > 0 ? FIRST.list : named;
  const video = given.get("video") || null;
  const compare = (video !== null && given.get("compare")) || null;
  return {
    list,
    ids: ids.length > 0 ? ids : null,
    ...(ids.length > 0 ? { page: 1, cursor: null } : parsePage(given)),
    sort: parseSort(given.get("sort") ?? "", list),
    video,
    compare: compare === video ? null : compare,
    range: RANGES.find((range) => range === given.get("range")) ?? FIRST.range,
  };
}

/** Returns the query of a state, without what has its default: "" or "?…". @param {State} state */
export function formatState({ list, ids, page, cursor, sort, video, compare, range }) {
  const query = new URLSearchParams();
  if (list !== FIRST.list) query.set("list", list);
  if (ids) query.set("ids", ids.join(","));
  if (cursor !== null) query.set("page", String(page));
  if (cursor !== null) query.set("cursor", cursor);
  const first = firstSort(list);
  if (sort.by !== first.by || sort.down !== first.down) query.set("sort", `${sort.by}-${sort.down ? "desc" : "asc"}`);
  if (video !== null) query.set("video", video);
  if (compare !== null) query.set("compare", compare);
  if (video !== null && range !== FIRST.range) query.set("range", range);
  return query.size > 0 ? `?${query}` : "";
}

/** Returns the distinct ids in a text, separated by commas or spaces, and why they cannot all be requested, or null. */
export function parseIds(text) {
  const words = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  const wrong = words.find((word) => !isId(word));
  const tooMany = words.length > MAX_IDS ? `At most ${MAX_IDS} ids at once.` : null;
  return {
    valid: words.filter(isId).slice(0, MAX_IDS),
    error: wrong === undefined ? tooMany : `“${wrong}” cannot be an id.`,
  };
}

function parsePage(given) {
  const page = Number(given.get("page"));
  const cursor = given.get("cursor");
  // A page without a cursor cannot be requested, so it is the first.
  if (!cursor || !Number.isInteger(page) || page < 2 || page > MAX_PAGE) return { page: 1, cursor: null };
  return { page, cursor };
}

/** Returns how a list is sorted at first. @param {State["list"]} list */
export function firstSort(list) {
  return list === "trending" ? { by: "trend", down: true } : FIRST.sort;
}

function parseSort(text, list) {
  const [by, direction] = text.split("-");
  const isColumn = ["id", firstSort(list).by, ...(list === "users" ? userFields : videoFields)].includes(by);
  if (!isColumn || (direction !== "asc" && direction !== "desc")) return firstSort(list);
  return { by, down: direction === "desc" };
}
