/** The totals of everything. */
export const fieldNames = ["views", "duration", "likes", "dislikes"];

export const videoFields = ["views", "viewers", "duration", "likes", "dislikes"];

export const userFields = ["views", "videos", "duration", "likes", "dislikes"];

/** The titles of all columns of a table but the id. */
export const columnTitles = {
  trend: "Trend",
  views: "Views",
  viewers: "Viewers",
  videos: "Videos",
  duration: "Watch time",
  likes: "Likes",
  dislikes: "Dislikes",
};

export function formatField(name, value) {
  if (name === "trend") return value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
  return name === "duration" ? watchTime(value) : count(value);
}

/** Shown in place of a total that does not fit 64 bits. */
export const OUT_OF_RANGE = "out of range";

/** Formats a Number or a BigInt. Null is out of range. */
export function count(number) {
  return number === null ? OUT_OF_RANGE : number.toLocaleString("en");
}

/** Formats a number of seconds, a BigInt. Null is out of range. */
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

/** Formats how long a view was, and whether it is too short to count. @param {bigint | null} seconds @param {boolean} [counts] */
export function viewTime(seconds, counts) {
  return counts === false ? `${watchTime(seconds)} (not counted)` : watchTime(seconds);
}

/** Formats the time of day, with the date if it is not today. */
export function clockTime(date) {
  // A tab that stays open overnight must not show yesterday's numbers as today's.
  return date.toDateString() === new Date().toDateString() ? timeOfDay(date) : dateTime(date);
}

/** Formats the date and the time of day. */
export function dateTime(date) {
  return `${date.toLocaleDateString("en-CA")} ${timeOfDay(date)}`;
}

function timeOfDay(date) {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
}

/** Returns the sum of totals, or null if one of them is out of range. */
export function sumOf(totals) {
  return totals.reduce((sum, total) => (sum === null || total === null ? null : sum + total), 0n);
}

/** Orders totals. A total that is out of range is the largest. */
export function compareTotals(a, b) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Number(a > b) - Number(a < b);
}

/** Shows a text. It is not written again if it is the same, because screen readers would announce it again. */
export function showText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows a number. Highlights it briefly if it changed. */
export function showNumber(element, text) {
  if (element.textContent === text) return;
  // A number that appears for the first time has not changed. Highlighting it would light up the whole page.
  if (element.textContent !== "") highlight(element);
  element.textContent = text;
}

const HIGHLIGHT_MILLIS = 900;
const highlightTimers = new WeakMap();

function highlight(element) {
  clearTimeout(highlightTimers.get(element));
  element.classList.add("changed");
  highlightTimers.set(element, setTimeout(() => element.classList.remove("changed"), HIGHLIGHT_MILLIS));
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}
