import { isRefusal, needsToken, readLatestViews, readSummary, readVoters } from "./api.js";
import { pointTime } from "./chart.js";
import { csvName, downloadCsv } from "./csv.js";
import { clockTime, count, dateTime, showText, viewTime, watchTime } from "./format.js";
import { whyUnreadable } from "./ids.js";
import { videoPanel } from "./panel.js";
import { readRange, seriesLines, viewsByTime } from "./series.js";
import { UTC } from "./timezone.js";

const LATEST = 20;
const VOTERS = 30;
const ONLY_WITH_TOKEN = "Visible only with an access token";
const NO_DETAILS = "No details are available; its totals are in the list.";
const UTC_DAYS = "Days are in UTC, because the server does not know your time zone.";
const SERIES_KEPT_MILLIS = 15_000;

/**
 * The dialog of one video: its totals, its chart, its latest views, and the users who like or dislike it. Beside it may be
 * the totals and the chart of another one. It shows the videos and the range that the URL names.
 */
export function videoDetail(dialog, navigation, focusVideo) {
  const find = (selector) => dialog.querySelector(selector);
  const compareId = find("#compare-id");
  /** @type {string[]} */
  let videos = [];
  /** @type {ReturnType<typeof videoPanel>[]} */
  let panels = [];
  /** @type {import("./series.js").Series[]} */
  let series = [];
  let range = "";
  let seriesAt = -Infinity;

  /** Shows the videos of a state, and returns whether there is something else to read. */
  function show(state, isBack) {
    const next = [state.video, state.compare].filter((id) => id !== null);
    if (next.length === 0) {
      close();
      return false;
    }
    const isOther = String(next) !== String(videos);
    if (!isOther && range === state.range) return false;
    if (isOther) open(next, isBack);
    range = state.range;
    for (const button of dialog.querySelectorAll("[data-range]")) {
      button.setAttribute("aria-pressed", String(button.dataset.range === range));
    }
    seriesAt = -Infinity;
    return true;
  }

  function open(next, isBack) {
    const isOtherVideo = next[0] !== videos[0];
    videos = next;
    for (const panel of panels) panel.chart.end();
    panels = videos.map(videoPanel);
    find("#panels").replaceChildren(...panels.map(({ element }) => element));
    clear();
    const isComparison = videos.length > 1;
    dialog.classList.toggle("wide", isComparison);
    // Shown when they are read, so that nothing moves then.
    find("#people").hidden = true;
    find("#compare-end").hidden = !isComparison;
    compareId.value = videos[1] ?? "";
    showCompareError("");
    showText(find("#detail-title"), title());
    const unreadable = videos.map(whyUnreadable).find(Boolean);
    say(unreadable ? `${unreadable} ${NO_DETAILS}` : "Loading…");
    if (!dialog.open) dialog.showModal();
    else if (isBack) find("#detail-title").focus();
    if (isOtherVideo) dialog.scrollTop = 0;
  }

  function clear() {
    series = [];
    find("#series-csv").disabled = true;
    for (const body of dialog.querySelectorAll("tbody")) body.replaceChildren();
    for (const people of dialog.querySelectorAll(".people")) people.textContent = "";
    const what = videos.length > 1 ? videos.map((id) => `Views of ${id}`) : ["Views", "Watch time"];
    find("#series thead tr").replaceChildren(
      ...["From", ...what].map((text) => Object.assign(document.createElement("th"), { scope: "col", textContent: text })),
    );
  }

  function close() {
    const [id] = videos;
    videos = [];
    if (dialog.open) dialog.close();
    // The browser returns the focus to the button that opened the dialog. If a URL opened it, there is none.
    if (id !== undefined && (document.activeElement === document.body || dialog.contains(document.activeElement))) focusVideo(id);
  }

  function title() {
    return `Video ${videos.join(" and video ")}`;
  }

  async function refresh() {
    const wanted = videos;
    if (wanted.length === 0 || wanted.some(whyUnreadable)) return;
    try {
      await read(wanted);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (wanted === videos) say(error.message);
    }
  }

  async function read(wanted) {
    const needsSeries = performance.now() - seriesAt >= SERIES_KEPT_MILLIS;
    const shownRange = range;
    const [summaries, points, people] = await Promise.all([
      Promise.all(wanted.map(readSummary)),
      needsSeries ? Promise.all(wanted.map((id) => readRange(id, shownRange))) : null,
      wanted.length === 1 ? readPeople(wanted[0]) : null,
    ]);
    if (wanted !== videos) return;
    panels.forEach((panel, i) => panel.showTotals(summaries[i]));
    if (people) showPeople(people);
    if (points && shownRange === range) showSeries(points);
    // The time changes with every read. Screen readers announce errors only.
    say(`As of ${clockTime(new Date())}`, "off");
  }

  function showSeries(next) {
    seriesAt = performance.now();
    series = next;
    const [{ points, zone, byDay }] = series;
    const largest = Math.max(1, ...series.flatMap((one) => one.points.map(({ views }) => Number(views))));
    panels.forEach((panel, i) => panel.chart.show(series[i], largest));
    showText(find("#zone-note"), byDay ? noteOfDays(points[points.length - 1].start, zone) : "");
    find("#series-csv").disabled = false;
    const lines =
      series.length > 1
        ? viewsByTime(series).map(({ start, views }) => ({ start, views, cells: views.map(count) }))
        : points.map(({ start, views, duration }) => ({ start, views: [views], cells: [count(views), watchTime(duration)] }));
    const watched = lines.filter(({ views }) => views.some((number) => number !== 0n)).reverse();
    showRows(find("#series"), watched.map(({ start, cells }) => [pointTime(start, zone, byDay), ...cells]));
  }

  function showPeople([views, likes, dislikes]) {
    find("#people").hidden = false;
    showRows(
      find("#latest"),
      views?.map(({ timestamp, userId, duration, counts }) => [when(timestamp), userId, viewTime(duration, counts)]) ?? [[ONLY_WITH_TOKEN]],
    );
    showText(find("#likes"), likes ? namesOf(likes) : ONLY_WITH_TOKEN);
    showText(find("#dislikes"), dislikes ? namesOf(dislikes) : ONLY_WITH_TOKEN);
  }

  /** Shows a note. Screen readers announce it if it is "polite". */
  function say(text, politeness = "polite") {
    const note = find("#detail-note");
    note.setAttribute("aria-live", politeness);
    showText(note, text);
  }

  function compareError(id) {
    if (id === "" || id === videos[0]) return "Enter the id of another video.";
    return whyUnreadable(id);
  }

  function showCompareError(text) {
    compareId.setAttribute("aria-invalid", String(text !== ""));
    showText(find("#compare-error"), text);
  }

  for (const button of dialog.querySelectorAll("[data-range]")) {
    button.addEventListener("click", () => navigation.adjust({ range: button.dataset.range }));
  }
  find("#compare").addEventListener("submit", (event) => {
    event.preventDefault();
    const id = compareId.value.trim();
    const error = compareError(id);
    showCompareError(error ?? "");
    if (!error && id !== videos[1]) navigation.go({ compare: id });
  });
  find("#compare-end").addEventListener("click", () => {
    navigation.go({ compare: null });
    compareId.focus();
  });
  find("#series-csv").addEventListener("click", () => {
    const name = ["video", ...videos.flatMap((id, i) => (i > 0 ? ["and", id] : [id]))];
    downloadCsv(csvName(name, new Date()), seriesLines(videos, series));
  });
  find("#detail-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target, clientX }) => {
    // A click on the backdrop has the dialog as its target.
    if (target === dialog && clientX < dialog.getBoundingClientRect().left) dialog.close();
  });
  dialog.addEventListener("close", () => {
    if (videos.length > 0) navigation.go({ video: null, compare: null });
  });

  return {
    show,
    refresh,
    redraw() {
      for (const { chart } of panels) chart.redraw();
    },
    failed(error) {
      if (videos.length === 0 || videos.some(whyUnreadable)) return;
      const reason = isRefusal(error) ? error.message : "The server does not answer.";
      say(`${reason} The numbers below are old.`);
    },
  };
}

/** Says how days differ from those of the user's calendar. */
function noteOfDays(start, zone) {
  if (zone === UTC) return UTC_DAYS;
  return zone.hasWholeHours(start) ? "" : `Days begin at ${zone.time(start)}, because the server counts whole hours of UTC.`;
}

function readPeople(id) {
  return Promise.all([
    ifAllowed(readLatestViews(id, LATEST)),
    ifAllowed(readVoters(id, "likes", VOTERS)),
    ifAllowed(readVoters(id, "dislikes", VOTERS)),
  ]);
}

function showRows(table, lines) {
  const [body] = table.tBodies;
  // Rows are replaced only if they changed, so that a text selection stays.
  const text = JSON.stringify(lines);
  if (body.dataset.shown === text && body.rows.length === lines.length) return;
  body.dataset.shown = text;
  body.replaceChildren(
    ...lines.map((cells) => {
      const row = document.createElement("tr");
      row.append(...cells.map((cell) => Object.assign(document.createElement("td"), { textContent: cell })));
      return row;
    }),
  );
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
  return Number.isNaN(date.getTime()) ? timestamp : dateTime(date);
}
