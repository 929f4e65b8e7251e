import { needsToken } from "./api.js";
import { clockTime, count } from "./format.js";
import { isId } from "./ids.js";

export const KINDS = {
  videos: { path: "videos", idField: "videoId", title: "Video", plural: "videos", hasSeries: true },
  users: { path: "users", idField: "userId", title: "User", plural: "users", hasSeries: false },
};

const ROWS = 50;
const MAX_IDS = 100;

/** The list of videos or users: it chooses the page or the ids to request, and shows the result. */
export function summaryList(parts, table, readPage, onChange) {
  let kind = KINDS.videos;
  /** @type {(string | null)[]} */
  let cursors = [null];
  /** @type {string[] | null} */
  let ids = null;
  /** @type {any} */
  let last = null;
  let urgent = false;
  /** @type {string | null} */
  let queryError = null;
  let reading = new AbortController();

  table.setKind(kind);

  function changed() {
    urgent = true;
    reading.abort();
    onChange();
  }

  function clearQueryError() {
    queryError = null;
    parts.query.removeAttribute("aria-invalid");
  }

  function reset() {
    cursors = [null];
    last = null;
  }

  function setKind(next) {
    if (next === kind) return;
    kind = next;
    ids = null;
    parts.query.value = "";
    clearQueryError();
    reset();
    table.setKind(kind);
    parts.empty.hidden = true;
    parts.note.textContent = "Loading…";
    showPager();
    changed();
  }

  /** Requests the ids in a text, or shows which word is not an id. */
  function search(text) {
    const wanted = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
    const wrong = wanted.find((id) => !isId(id));
    if (wrong !== undefined || wanted.length > MAX_IDS) {
      parts.query.setAttribute("aria-invalid", "true");
      queryError = wrong === undefined ? `At most ${MAX_IDS} ids at once.` : `“${wrong}” cannot be an id.`;
      parts.note.textContent = queryError;
      return;
    }
    clearQueryError();
    ids = wanted.length > 0 ? wanted : null;
    reset();
    changed();
  }

  /**
   * Reads and shows the current page. Returns it with `isFirst` (the first page of all videos) and `isAll` (it holds all
   * videos). Returns null if the server asks for an access token, and undefined if the user meanwhile asked for another
   * page.
   */
  async function refresh() {
    const requested = { kind, ids, cursor: cursors.at(-1) };
    const page = await read(requested);
    if (requested.kind !== kind || requested.ids !== ids || requested.cursor !== cursors.at(-1)) return undefined;
    if (page === null) {
      parts.note.textContent = `The server shows ${kind.plural} only with an access token.`;
      return null;
    }
    last = page;
    show();
    const isFirst = kind === KINDS.videos && !ids && cursors.length === 1;
    return { ...page, isFirst, isAll: isFirst && page.next === null };
  }

  /** Returns the page, or null if the server asks for an access token. */
  async function read(requested) {
    const query = requested.ids ? { ids: requested.ids.join(",") } : { limit: ROWS, cursor: requested.cursor };
    reading = new AbortController();
    const options = { urgent, signal: reading.signal };
    urgent = false;
    try {
      return await readPage(requested.kind, query, options);
    } catch (error) {
      if (needsToken(error)) return null;
      if (error.status !== 400 || !requested.cursor) throw error;
      // A restarted server may not know the cursor. The list starts again at its first page.
      cursors = [null];
      changed();
      return null;
    }
  }

  function show() {
    table.show(last.summaries);
    table.setOld(false);
    showNote();
    showPager();
    showEmpty();
  }

  function showNote() {
    if (!last) return;
    const sorted = table.sortTitle();
    const rows = `${count(last.summaries.length)} ${last.summaries.length === 1 ? kind.plural.slice(0, -1) : kind.plural}`;
    const what = ids ? `${rows} found by id` : last.next || cursors.length > 1 ? `${rows} of the list by views` : `All ${rows}`;
    parts.note.textContent = queryError ?? `${what}${sorted ? `, sorted by ${sorted}${isPart() ? " within this page" : ""}` : ""}`;
    parts.caption.textContent = `${kind.title}s, as of ${clockTime(last.readAt)}`;
  }

  function isPart() {
    return !ids && (last.next !== null || cursors.length > 1);
  }

  function showPager() {
    parts.pager.hidden = Boolean(ids) || (cursors.length === 1 && !last?.next);
    parts.previous.disabled = cursors.length === 1;
    parts.next.disabled = !last?.next;
    parts.page.textContent = `Page ${count(cursors.length)}`;
  }

  function showEmpty() {
    parts.empty.hidden = last.summaries.length > 0;
    parts.emptyText.textContent =
      kind === KINDS.videos
        ? "There are no views yet. Record the first view with the form, or post it. It appears here when it is counted:"
        : "There are no users yet. A user appears here after the first event.";
    parts.firstView.hidden = kind !== KINDS.videos;
  }

  parts.next.addEventListener("click", () => {
    if (!last?.next) return;
    cursors.push(last.next);
    parts.next.disabled = true;
    changed();
  });
  parts.previous.addEventListener("click", () => {
    if (cursors.length === 1) return;
    cursors.pop();
    parts.previous.disabled = true;
    changed();
  });
  parts.search.addEventListener("submit", (event) => {
    event.preventDefault();
    search(parts.query.value);
  });
  // The clear button of the field, and Escape, fire this event.
  parts.query.addEventListener("search", () => search(parts.query.value));

  return {
    setKind,
    refresh,
    showNote,
    markOld() {
      table.setOld(true);
    },
    readAt() {
      return last?.readAt ?? null;
    },
  };
}
