const FIELDS = { views: count, duration: watchTime, likes: count, dislikes: count };

const idOrder = new Intl.Collator("en", { numeric: true });

export const fieldNames = Object.keys(FIELDS);

export function formatField(name, value) {
  return FIELDS[name](value);
}

export function compareIds(a, b) {
  // The collator holds ids such as "7" and "007" to be equal; without a second look they could swap places.
  return idOrder.compare(a, b) || Number(a > b) - Number(a < b);
}

export function clockTime(date) {
  const time = date.toLocaleTimeString([], { timeStyle: "medium", hourCycle: "h23" });
  // A tab left open overnight must not pass off yesterday's numbers as today's.
  return isToday(date) ? time : `${date.toLocaleDateString()} ${time}`;
}

function count(number) {
  return number.toLocaleString();
}

function watchTime(seconds) {
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  const s = seconds % 60;
  if (h > 0) return `${count(h)}h ${twoDigits(m)}m ${twoDigits(s)}s`;
  return m > 0 ? `${m}m ${twoDigits(s)}s` : `${s}s`;
}

function twoDigits(number) {
  return String(number).padStart(2, "0");
}

function isToday(date) {
  return date.toDateString() === new Date().toDateString();
}
