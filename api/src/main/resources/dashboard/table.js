import { compareTotals, columnTitles, formatField, showNumber } from "./format.js";
import { FIRST } from "./urlstate.js";

const idOrder = new Intl.Collator("en", { numeric: true });

/**
 * The table of a page of summaries, sorted by any column. Rows are moved, not created again, so that focus, selection and
 * highlights stay.
 */
export function summaryTable(table, { sparklines, onOpen, onSort }) {
  const [headRow] = table.tHead.rows;
  const [body] = table.tBodies;
  const rows = new Map();
  /** @type {any} */
  let kind = null;
  /** @type {any[]} */
  let summaries = [];
  let sort = FIRST.sort;

  function setKind(next) {
    kind = next;
    summaries = [];
    for (const id of [...rows.keys()]) remove(id);
    const titles = [["id", kind.title], ...kind.fields.map((name) => [name, columnTitles[name]])];
    headRow.replaceChildren(...titles.map(([by, title]) => sortHeader(by, title)));
    if (kind.hasSeries) headRow.append(plainHeader("Last 24 h"));
    showSort();
  }

  function sortHeader(by, title) {
    const header = plainHeader("");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.dataset.by = by;
    button.addEventListener("click", () => {
      onSort({ by, down: sort.by === by ? !sort.down : by !== "id" });
    });
    header.append(button);
    return header;
  }

  function showSort() {
    for (const header of headRow.cells) {
      const by = header.firstElementChild?.dataset.by;
      if (!by) continue;
      header.setAttribute("aria-sort", by !== sort.by ? "none" : sort.down ? "descending" : "ascending");
    }
  }

  function render() {
    const present = new Set(summaries.map(({ id }) => id));
    for (const id of [...rows.keys()]) if (!present.has(id)) remove(id);
    sortSummaries(summaries, sort).forEach((summary, index) => {
      const row = rows.get(summary.id) ?? add(summary.id);
      kind.fields.forEach((name, i) => showNumber(row.cells[i + 1].firstChild, formatField(name, summary[name])));
      // Moving a row that is already in its place would clear the user's text selection.
      if (body.rows[index] !== row) move(row, body.rows[index] ?? null);
    });
  }

  function add(id) {
    const row = document.createElement("tr");
    // On a narrow screen rows are shown as cards. Without the role they would no longer be rows for screen readers.
    row.role = "row";
    const header = document.createElement("th");
    header.scope = "row";
    header.role = "rowheader";
    if (kind.hasSeries) header.append(openButton(id));
    else header.textContent = id;
    row.append(header, ...kind.fields.map(numberCell));
    if (kind.hasSeries) {
      const cell = plainCell();
      cell.className = "spark";
      row.append(cell);
      sparklines.attach(cell, id);
    }
    rows.set(id, row);
    return row;
  }

  function openButton(id) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = id;
    button.setAttribute("aria-label", `Video ${id}, details`);
    button.addEventListener("click", () => onOpen(id));
    return button;
  }

  function remove(id) {
    const row = rows.get(id);
    const spark = row.querySelector(".spark");
    if (spark) sparklines.detach(spark);
    row.remove();
    rows.delete(id);
  }

  function move(row, before) {
    // A move takes the focus away from an element in the row.
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const focused = row.contains(active) ? active : null;
    body.insertBefore(row, before);
    focused?.focus({ preventScroll: true });
  }

  body.addEventListener("click", ({ target }) => {
    const row = target.closest("tr");
    if (!kind?.hasSeries || !row || target.closest("button") || !getSelection()?.isCollapsed) return;
    row.querySelector("button.link")?.click();
  });

  return {
    setKind,
    setSort(next) {
      sort = next;
      showSort();
      render();
    },
    show(next) {
      summaries = next;
      render();
    },
    /** Returns the summaries in the order of the rows. */
    shown: () => sortSummaries(summaries, sort),
    /** Moves the focus to a row, and returns whether it is there. */
    focus(id) {
      const link = rows.get(id)?.querySelector("button.link");
      link?.focus();
      return Boolean(link);
    },
    sortTitle() {
      return sort.by === kind.by && sort.down ? null : sort.by === "id" ? "id" : columnTitles[sort.by].toLowerCase();
    },
    setOld(old) {
      table.classList.toggle("old", old);
    },
  };
}

/** Returns the summaries sorted by a column; equal ones by views, then by id. */
export function sortSummaries(summaries, { by, down }) {
  // The server compares trends exactly, and sends them rounded.
  if (by === "trend") return down ? [...summaries] : [...summaries].reverse();
  const direction = down ? -1 : 1;
  return [...summaries].sort((a, b) => {
    if (by === "id") return direction * compareIds(a.id, b.id);
    return direction * compareTotals(a[by], b[by]) || compareTotals(b.views, a.views) || compareIds(a.id, b.id);
  });
}

function plainCell() {
  const cell = document.createElement("td");
  cell.role = "cell";
  return cell;
}

function numberCell(name) {
  const cell = plainCell();
  cell.dataset.title = columnTitles[name];
  const number = document.createElement("span");
  number.className = "number";
  cell.append(number);
  return cell;
}

function plainHeader(title) {
  const header = document.createElement("th");
  header.scope = "col";
  header.role = "columnheader";
  header.textContent = title;
  return header;
}

function compareIds(a, b) {
  // To the collator, "7" and "007" are equal. Without a second comparison they could swap places.
  return idOrder.compare(a, b) || Number(a > b) - Number(a < b);
}
