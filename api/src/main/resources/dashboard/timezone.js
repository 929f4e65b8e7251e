const HOUR_MILLIS = 3_600_000;
const MINUTE_MILLIS = 60_000;

/** A time zone of the browser; without a name, the one of the user. @param {string} [name] */
export function timeZone(name) {
  const formatter = new Intl.DateTimeFormat("en", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const zoneName = formatter.resolvedOptions().timeZone;

  function partsOf(date) {
    return Object.fromEntries(formatter.formatToParts(date).map(({ type, value }) => [type, value]));
  }

  function day(date) {
    const { year, month, day: ofMonth } = partsOf(date);
    return `${year.padStart(4, "0")}-${month}-${ofMonth}`;
  }

  function time(date) {
    const parts = partsOf(date);
    return `${parts.hour}:${parts.minute}`;
  }

  /** Returns how many minutes the zone is ahead of UTC. */
  function offset(date) {
    const local = Date.parse(`${day(date)}T${time(date)}:${partsOf(date).second}Z`);
    return Math.round((local - date.getTime()) / MINUTE_MILLIS);
  }

  function hour(date) {
    const text = `${day(date)} ${time(date)}`;
    const others = [-HOUR_MILLIS, HOUR_MILLIS].map((millis) => new Date(date.getTime() + millis));
    // When the clocks go back, an hour of the day comes twice.
    const twice = others.some((other) => `${day(other)} ${time(other)}` === text);
    return twice ? `${text} ${offsetText(offset(date))}` : text;
  }

  return {
    name: zoneName,
    /** Formats the day, like 2026-03-04. */
    day,
    /** Formats the hour and minute, like 05:30. */
    time,
    /** Formats the start of an hour, like 2026-03-04 05:00, with the offset from UTC where that is ambiguous. */
    hour,
    /** Formats the day and time with the offset from UTC (ISO 8601), like 2026-03-04T05:00:00+01:00. */
    iso: (date) => `${day(date)}T${time(date)}:00${offsetText(offset(date))}`,
    /** Returns whether the zone is whole hours from UTC. */
    hasWholeHours: (date) => offset(date) % 60 === 0,
    /** Names the zone with its offsets at the start and at the end, like Europe/Berlin (UTC+01:00, +02:00). */
    label(from, to) {
      const offsets = [...new Set([from, to].map((date) => offsetText(offset(date))))].join(", ");
      return zoneName === "UTC" ? "UTC" : `${zoneName} (UTC${offsets})`;
    },
  };
}

export const UTC = timeZone("UTC");

function offsetText(minutes) {
  const twoDigits = (number) => String(number).padStart(2, "0");
  const ahead = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${twoDigits(Math.floor(ahead / 60))}:${twoDigits(ahead % 60)}`;
}
