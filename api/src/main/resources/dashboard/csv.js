const LINE_END = "\r\n";

/** Spreadsheets run a text that starts like this as a formula (OWASP, CSV Injection). */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * Formats lines of cells as CSV (RFC 4180). Numbers are written as they are. A text that a spreadsheet would run as a
 * formula gets an apostrophe in front.
 * @param {(string | number | bigint)[][]} lines
 */
export function formatCsv(lines) {
  return lines.map((cells) => cells.map(formatCell).join(",") + LINE_END).join("");
}

/** Returns the name of a file, with the local date. @param {string[]} parts @param {Date} date */
export function csvName(parts, date) {
  const safe = parts.map((part) => part.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 40));
  return `viewtally-${safe.join("-")}-${date.toLocaleDateString("en-CA")}.csv`;
}

/** Offers lines as a file to the user. */
export function downloadCsv(name, lines) {
  const url = URL.createObjectURL(new Blob([formatCsv(lines)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function formatCell(cell) {
  if (typeof cell !== "string") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
