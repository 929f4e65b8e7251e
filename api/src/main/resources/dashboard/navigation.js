import { FIRST, formatState, parseState } from "./urlstate.js";

/**
 * Keeps what the page shows in its URL, so that it can be shared, reloaded and left by Back. A history entry also has the
 * cursors of the pages before it, which would make the URL too long.
 * @param {(state: import("./urlstate.js").State, change: { initial: boolean, back: boolean }) => void} apply shows a state
 */
export function navigation(apply) {
  let state = FIRST;

  function read(change) {
    state = parseState(location.search);
    apply(state, change);
  }

  function write(method, changes, before) {
    state = { ...state, ...changes };
    // An empty URL would mean the current one.
    history[method]({ before }, "", formatState(state) || location.pathname);
    apply(state, { initial: false, back: false });
  }

  const pagesBefore = () => history.state?.before ?? [];

  addEventListener("popstate", () => read({ initial: false, back: true }));
  return {
    start: () => read({ initial: true, back: false }),
    /** Shows something else. Back returns to what was shown. */
    go: (changes) => write("pushState", changes, pagesBefore()),
    /** Shows the same in another way. */
    adjust: (changes) => write("replaceState", changes, pagesBefore()),
    /** Goes to the first page of a list. */
    restart: (changes) => write("pushState", { ids: null, page: 1, cursor: null, ...changes }, []),
    /** Starts the current list again, because the server does not know its cursor. */
    rejectPage: () => write("replaceState", { page: 1, cursor: null }, []),
    next: (cursor) => write("pushState", { page: state.page + 1, cursor }, [...pagesBefore(), state.cursor]),
    /** Goes to the page before, or to the first page if the one before is not known. */
    previous() {
      const before = pagesBefore();
      const page = before.length > 0 ? state.page - 1 : 1;
      write("pushState", { page, cursor: before.at(-1) ?? null }, before.slice(0, -1));
    },
    /** Returns whether the page before is known. */
    knowsPrevious: () => state.page <= 2 || pagesBefore().length > 0,
  };
}
