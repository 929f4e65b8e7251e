const FIELDS = { views: count, duration: watchTime, likes: count, dislikes: count };

export const fieldNames = Object.keys(FIELDS);

export const fieldTitles = { views: "Views", duration: "Watch time", likes: "Likes", dislikes: "Dislikes" };

export function formatField(name, value) {
  return FIELDS[name](value);
}

/** Shown for a total that is not an integer of 64 bits. */
const OUT_OF_RANGE = "out of range";

/** A Number or a BigInt; null is out of range. */
export function count(number) {
  return number === null ? OUT_OF_RANGE : number.toLocaleString("en");
}

/** A total of seconds, a BigInt; null is out of range. */
export function watchTime(seconds) {
  if (seconds === null) return OUT_OF_RANGE;
  if (seconds < 0n) return `-${watchTime(-seconds)}`;
  const h = seconds / 3600n;
  const m = (seconds / 60n) % 60n;
  const s = seconds % 60n;
  if (h >= 100n) return `${count(h)} h`;
  if (h > 0n) return `${h} h ${twoDigits(m)} m`;
  return m > 0n ? `${m} m ${twoDigits(s)} s` : `${s} s`;
}

export function clockTime(date) {
  const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
  // A tab that was open overnight must not show yesterday's numbers as today's.
  return date.toDateString() === new Date().toDateString() ? time : `${date.toLocaleDateString("en-CA")} ${time}`;
}

/** A point of a series, in UTC: the day, and the hour if the points are hours. */
export function pointTime(date, byDay) {
  const text = date.toISOString();
  return byDay ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

/** The sum of totals; null if one of them is out of range. */
export function sumOf(totals) {
  return totals.reduce((sum, total) => (sum === null || total === null ? null : sum + total), 0n);
}

/** Compares totals; one that is out of range comes last. */
export function compareTotals(a, b) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Number(a > b) - Number(a < b);
}

/** Shows a number, and highlights it for a moment if it changed, unless it now belongs to another row. */
export function showNumber(element, text, { comparable = true } = {}) {
  if (element.textContent === text) return;
  // New numbers have not changed; highlighting them would affect the whole page.
  if (element.textContent !== "" && comparable) mark(element);
  element.textContent = text;
}

const MARK_MILLIS = 900;
const marks = new WeakMap();

function mark(element) {
  clearTimeout(marks.get(element));
  element.classList.add("changed");
  marks.set(element, setTimeout(() => element.classList.remove("changed"), MARK_MILLIS));
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}
