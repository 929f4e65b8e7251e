import { isRefusal, needsToken, readLatestViews, readSeries, readSummary, readVoters } from "./api.js";
import { viewsChart } from "./chart.js";
import { clockTime, count, fieldNames, formatField, pointTime, showNumber, watchTime } from "./format.js";
import { whyUnreadable } from "./ids.js";

const LATEST = 20;
const VOTERS = 30;
const ONLY_WITH_TOKEN = "Visible only with an access token";
const NO_DETAILS = "No details are available; its totals are in the list.";
const SERIES_KEPT_MILLIS = 15_000;
const HOUR = 3_600_000;
const RANGES = {
  day: { byDay: false, query: () => ({}) },
  week: { byDay: false, query: () => ({ from: new Date(Date.now() - 7 * 24 * HOUR).toISOString() }) },
  month: { byDay: true, query: () => ({ step: "day" }) },
};

/** The dialog of one video: its chart, its latest views, and the users who like or dislike it. */
export function videoDetail(dialog, onChange) {
  const find = (selector) => dialog.querySelector(selector);
  const note = find("#detail-note");
  const chart = viewsChart(find("#chart"));
  /** @type {string | null} */
  let videoId = null;
  let range = "day";
  let seriesAt = -Infinity;

  function open(id) {
    videoId = id;
    find("#detail-title").textContent = `Video ${id}`;
    const unreadable = whyUnreadable(id);
    note.textContent = unreadable ? `${unreadable} ${NO_DETAILS}` : "Loading…";
    clear();
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    onChange();
  }

  function clear() {
    chart.clear();
    seriesAt = -Infinity;
    for (const dd of dialog.querySelectorAll("dd")) dd.textContent = "";
    for (const body of dialog.querySelectorAll("tbody")) body.replaceChildren();
    for (const people of dialog.querySelectorAll(".people")) people.textContent = "";
  }

  async function refresh() {
    if (!dialog.open || whyUnreadable(videoId)) return;
    const id = videoId;
    try {
      await read(id);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (id === videoId) note.textContent = error.message;
    }
  }

  async function read(id) {
    const needsSeries = performance.now() - seriesAt >= SERIES_KEPT_MILLIS;
    const shown = range;
    const [summary, views, likes, dislikes, series] = await Promise.all([
      readSummary(id),
      ifAllowed(readLatestViews(id, LATEST)),
      ifAllowed(readVoters(id, "likes", VOTERS)),
      ifAllowed(readVoters(id, "dislikes", VOTERS)),
      needsSeries ? readSeries(id, RANGES[shown].query()) : null,
    ]);
    if (id !== videoId || !dialog.open) return;
    fieldNames.forEach((name) => showNumber(find(`[data-field=${name}]`), formatField(name, summary[name])));
    showRows(
      "#latest",
      views?.map(({ timestamp, userId, duration }) => [when(timestamp), userId, watchTime(duration)]) ?? [[ONLY_WITH_TOKEN]],
    );
    showPeople("#likes", likes);
    showPeople("#dislikes", dislikes);
    if (series && shown === range) showSeries(series);
    note.textContent = `As of ${clockTime(new Date())}`;
  }

  function showSeries(series) {
    const { byDay } = RANGES[range];
    seriesAt = performance.now();
    chart.show(series, byDay);
    const watched = series.filter(({ views }) => views !== 0n).reverse();
    showRows("#series", watched.map((point) => [pointTime(point.start, byDay), count(point.views), watchTime(point.duration)]));
  }

  function showRows(selector, lines) {
    const [body] = find(selector).tBodies;
    // Rows are replaced only if they changed, so that a text selection stays.
    const text = JSON.stringify(lines);
    if (body.dataset.shown === text && body.rows.length === lines.length) return;
    body.dataset.shown = text;
    body.replaceChildren(
      ...lines.map((cells) => {
        const row = document.createElement("tr");
        row.append(
          ...cells.map((cell) => {
            const td = document.createElement("td");
            td.textContent = cell;
            return td;
          }),
        );
        return row;
      }),
    );
  }

  function showPeople(selector, voters) {
    const text = voters ? namesOf(voters) : ONLY_WITH_TOKEN;
    if (find(selector).textContent !== text) find(selector).textContent = text;
  }

  for (const button of dialog.querySelectorAll("[data-range]")) {
    button.addEventListener("click", () => {
      range = button.dataset.range;
      for (const other of dialog.querySelectorAll("[data-range]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      seriesAt = -Infinity;
      onChange();
    });
  }
  find("#detail-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target, clientX }) => {
    // A click on the backdrop has the dialog as its target.
    if (target === dialog && clientX < dialog.getBoundingClientRect().left) dialog.close();
  });

  return {
    open,
    refresh,
    redraw: chart.redraw,
    failed(error) {
      if (!dialog.open || whyUnreadable(videoId)) return;
      const reason = isRefusal(error) ? error.message : "The server does not answer.";
      note.textContent = `${reason} The numbers below are old.`;
    },
  };
}

function namesOf({ users, more }) {
  return users.length === 0 ? "Nobody yet" : users.join(", ") + (more ? " and more" : "");
}

/** Returns the result, or null if the server asks for an access token. */
async function ifAllowed(request) {
  try {
    return await request;
  } catch (error) {
    if (needsToken(error)) return null;
    throw error;
  }
}

/** Returns the time of a view in the user's time zone, or the text as it is if it is not a time. */
function when(timestamp) {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? timestamp : clockTime(date);
}
