import { clockTime, compareIds, fieldNames, formatField } from "./format.js";

const MARK_MILLIS = 700;

/** A panel shows one page of summaries, or keeps what it has and says that it is old. */
export function tablePanel(section) {
  const body = section.querySelector("tbody");
  const empty = section.querySelector(".empty");
  const rows = new Map();

  return panel(section, extentOf, ({ summaries }) => {
    showRows(body, rows, summaries);
    empty.hidden = summaries.length > 0;
  });
}

export function totalsPanel(section) {
  return panel(section, totalsExtentOf, ({ summaries }) => {
    for (const name of fieldNames) {
      const total = summaries.reduce((sum, summary) => sum + summary[name], 0);
      showText(section.querySelector(`[data-field=${name}]`), formatField(name, total));
    }
  });
}

function panel(section, extent, showNumbers) {
  const note = section.querySelector(".note");
  const describe = (page) => `${extent(page)}, as of ${clockTime(page.readAt)}`;
  let last = null;

  return {
    show(page) {
      showNumbers(page);
      last = page;
      section.classList.remove("old");
      note.textContent = describe(page);
    },
    markOld() {
      section.classList.add("old");
      note.textContent = last ? `${describe(last)} (old)` : "No numbers yet";
    },
    hasNumbers() {
      return last !== null;
    },
  };
}

function extentOf({ summaries, more }) {
  return more ? `first ${summaries.length} shown` : `${summaries.length} in all`;
}

function totalsExtentOf({ summaries, more }) {
  return more ? `first ${summaries.length} videos only` : "all videos";
}

function showRows(body, rows, summaries) {
  removeMissing(rows, summaries);
  const sorted = [...summaries].sort((a, b) => compareIds(a.id, b.id));
  sorted.forEach((summary, index) => {
    const row = rows.get(summary.id) ?? addRow(rows, summary.id);
    showSummary(row, summary);
    // Moving a row that is in its place already would lose the reader's text selection.
    if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
  });
}

function removeMissing(rows, summaries) {
  const present = new Set(summaries.map(({ id }) => id));
  for (const [id, row] of rows) {
    if (present.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
}

function addRow(rows, id) {
  const row = document.createElement("tr");
  const header = document.createElement("th");
  header.scope = "row";
  header.textContent = id;
  row.append(header, ...fieldNames.map(() => document.createElement("td")));
  rows.set(id, row);
  return row;
}

function showSummary(row, summary) {
  fieldNames.forEach((name, index) => {
    showText(row.cells[index + 1], formatField(name, summary[name]));
  });
}

function showText(element, text) {
  if (element.textContent === text) return;
  // Numbers that appear for the first time have not changed; marking them would light up the whole page.
  if (element.textContent !== "") markChanged(element);
  element.textContent = text;
}

function markChanged(element) {
  element.classList.add("changed");
  setTimeout(() => element.classList.remove("changed"), MARK_MILLIS);
}
