import { needsToken } from "./api.js";
import { OUT_OF_RANGE, clockTime, count, showText, userFields, videoFields } from "./format.js";
import { FIRST, firstSort, parseIds } from "./urlstate.js";

/**
 * A list that the dashboard shows.
 * @typedef {{ path: string, idField: string, title: string, plural: string, hasSeries: boolean, order: string | null, by: string, fields: string[] }} Kind
 */

const VIDEOS = { path: "videos", idField: "videoId", title: "Video", plural: "videos", hasSeries: true };
/** @type {Record<import("./urlstate.js").State["list"], Kind>} */
const KINDS = {
  videos: { ...VIDEOS, order: null, by: "views", fields: videoFields },
  trending: { ...VIDEOS, order: "trending", by: "trend", fields: ["trend", ...videoFields] },
  users: { path: "users", idField: "userId", title: "User", plural: "users", hasSeries: false, order: null, by: "views", fields: userFields },
};

const ROWS = 50;

/** The list of videos or users: it requests the page or the ids that the URL names, and shows the result. */
export function summaryList(parts, table, readPage, navigation) {
  let kind = KINDS.videos;
  let page = 1;
  /** @type {string | null} */
  let cursor = null;
  /** @type {string[] | null} */
  let ids = null;
  /** @type {any} */
  let last = null;
  let urgent = false;
  /** @type {string | null} */
  let queryError = null;
  let reading = new AbortController();

  table.setKind(kind);

  /** Shows the list of a state, and returns whether it is another one. */
  function show(state, isInitial) {
    const nextKind = KINDS[state.list];
    const idsChanged = String(ids) !== String(state.ids);
    if (nextKind === kind && !idsChanged && cursor === state.cursor) return false;
    if (nextKind !== kind) {
      table.setKind(nextKind);
      parts.list.setAttribute("aria-busy", "true");
      parts.empty.hidden = true;
      showText(parts.note, "Loading…");
    }
    if (nextKind !== kind || idsChanged) {
      clearQueryError();
      parts.query.value = state.ids?.join(", ") ?? "";
    }
    kind = nextKind;
    ({ ids, page, cursor } = state);
    last = null;
    urgent = !isInitial;
    reading.abort();
    parts.csv.disabled = true;
    showPager();
    return true;
  }

  function clearQueryError() {
    queryError = null;
    parts.query.removeAttribute("aria-invalid");
  }

  /** Requests the ids in a text, or shows which word is not an id. */
  function search(text) {
    const { valid, error } = parseIds(text);
    if (error) {
      parts.query.setAttribute("aria-invalid", "true");
      queryError = error;
      showText(parts.note, error);
      return;
    }
    clearQueryError();
    const wanted = valid.length > 0 ? valid : null;
    if (String(wanted) === String(ids)) showNote();
    else if (kind === KINDS.trending) navigation.restart({ ids: wanted, list: FIRST.list, sort: firstSort(FIRST.list) });
    else navigation.restart({ ids: wanted });
  }

  /**
   * Reads and shows the current page, or says that the server asks for an access token. Returns false if the user meanwhile
   * asked for another page.
   */
  async function refresh() {
    const requested = { kind, ids, cursor };
    const result = await read(requested);
    if (requested.kind !== kind || requested.ids !== ids || requested.cursor !== cursor) return false;
    if (result === null) {
      showText(parts.note, `The server shows ${kind.plural} only with an access token.`);
      return true;
    }
    last = result;
    showPage();
    return true;
  }

  /** Returns the page, or null if the server asks for an access token. */
  async function read(requested) {
    const query = requested.ids ? { ids: requested.ids.join(",") } : { limit: ROWS, order: requested.kind.order, cursor: requested.cursor };
    reading = new AbortController();
    const options = { urgent, signal: reading.signal };
    urgent = false;
    try {
      return await readPage(requested.kind, query, options);
    } catch (error) {
      if (needsToken(error)) return null;
      if (error.status !== 400 || !requested.cursor) throw error;
      // A restarted server may not know the cursor. The list starts again at its first page.
      if (requested.cursor === cursor) navigation.rejectPage();
      return null;
    }
  }

  function showPage() {
    table.show(last.summaries);
    table.setOld(false);
    parts.csv.disabled = false;
    parts.list.setAttribute("aria-busy", "false");
    showNote();
    showPager();
    showEmpty();
  }

  function showNote() {
    if (!last) return;
    const sorted = table.sortTitle();
    const rows = `${count(last.summaries.length)} ${last.summaries.length === 1 ? kind.plural.slice(0, -1) : kind.plural}`;
    const isPart = !ids && (last.next !== null || cursor !== null);
    const what = ids ? `${rows} found by id` : isPart ? `${rows} of the list by ${kind.by}` : `All ${rows}`;
    showText(parts.note, queryError ?? `${what}${sorted ? `, sorted by ${sorted}${isPart ? " within this page" : ""}` : ""}`);
    showText(parts.caption, `${kind.title}s, as of ${clockTime(last.readAt)}`);
  }

  function showPager() {
    parts.pager.hidden = Boolean(ids) || (cursor === null && !last?.next);
    parts.previous.disabled = cursor === null;
    showText(parts.previous, navigation.knowsPrevious() ? "Previous" : "First page");
    parts.next.disabled = !last?.next;
    showText(parts.page, `Page ${count(page)}`);
  }

  function showEmpty() {
    parts.empty.hidden = last.summaries.length > 0;
    parts.emptyText.textContent =
      kind.hasSeries
        ? "There are no views yet. Record the first view with the form, or post it. It appears here when it is counted:"
        : "There are no users yet. A user appears here after the first event.";
    parts.firstView.hidden = !kind.hasSeries;
  }

  /** Turns the page. The top of the new page is shown, and the keyboard continues there. */
  function turn(go) {
    go();
    parts.section.scrollIntoView();
    parts.section.focus({ preventScroll: true });
  }

  parts.next.addEventListener("click", () => {
    if (last?.next) turn(() => navigation.next(last.next));
  });
  parts.previous.addEventListener("click", () => turn(navigation.previous));
  parts.search.addEventListener("submit", (event) => {
    event.preventDefault();
    search(parts.query.value);
  });
  // The clear button of the field, and Escape, fire this event.
  parts.query.addEventListener("search", () => search(parts.query.value));

  return {
    show,
    refresh,
    showNote,
    markOld() {
      table.setOld(true);
    },
    readAt() {
      return last?.readAt ?? null;
    },
    /** Returns the name and the lines of a file with the rows as they are shown. */
    csv() {
      const lines = table.shown().map((summary) => [summary.id, ...kind.fields.map((name) => summary[name] ?? OUT_OF_RANGE)]);
      const titles = [kind.title.toLowerCase(), ...kind.fields.map((name) => (name === "duration" ? "watch_seconds" : name))];
      return { name: kind.order ?? kind.plural, lines: [titles, ...lines] };
    },
  };
}
