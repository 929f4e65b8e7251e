const FIELDS = { views: count, duration: watchTime, likes: count, dislikes: count };

export const fieldNames = Object.keys(FIELDS);

export const fieldTitles = { views: "Views", duration: "Watch time", likes: "Likes", dislikes: "Dislikes" };

export function formatField(name, value) {
  return FIELDS[name](value);
}

export function count(number) {
  return number.toLocaleString("en");
}

export function watchTime(seconds) {
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  const s = seconds % 60;
  if (h >= 100) return `${count(h)} h`;
  if (h > 0) return `${h} h ${twoDigits(m)} m`;
  return m > 0 ? `${m} m ${twoDigits(s)} s` : `${s} s`;
}

export function clockTime(date) {
  const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
  // A tab left open overnight must not pass off yesterday's numbers as today's.
  return date.toDateString() === new Date().toDateString() ? time : `${date.toLocaleDateString("en-CA")} ${time}`;
}

/** A point of a series, in UTC: the day, and the hour if the points are hours. */
export function pointTime(date, byDay) {
  const text = date.toISOString();
  return byDay ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

/** Shows a number, and marks it for a moment if it was another before, unless the two are not of the same. */
export function showNumber(element, text, { comparable = true } = {}) {
  if (element.textContent === text) return;
  // Numbers that appear for the first time have not changed; marking them would light up the whole page.
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
