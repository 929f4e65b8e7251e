import { bannerIn } from "./banner.js";
import { csvName, downloadCsv } from "./csv.js";
import { videoDetail } from "./detail.js";
import { clockTime } from "./format.js";
import { summaryList } from "./list.js";
import { navigation } from "./navigation.js";
import { poller } from "./poller.js";
import { postForm } from "./postform.js";
import { sharedLists } from "./sharedlists.js";
import { sparklines } from "./sparklines.js";
import { summaryTable } from "./table.js";
import { themeSwitch } from "./theme.js";
import { showTotals } from "./totals.js";
import { firstSort } from "./urlstate.js";

/** The minimum time between two list requests, over all tabs. */
const LIST_READ_MILLIS = 1000;

/** The time to wait for a posted view to be counted. */
const COUNTED_MILLIS = 1500;

const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const interval = /** @type {HTMLSelectElement} */ (byId("interval"));
const pause = byId("pause");

let paused = false;
let old = false;

const readPage = sharedLists(LIST_READ_MILLIS);
const banner = bannerIn(byId("banner"));
const polling = poller(refresh, Number(interval.value));
const sparks = sparklines(isActive);
const browsing = navigation(show);
const detail = videoDetail(byId("detail"), browsing, focusVideo);
const table = summaryTable(byId("table"), {
  sparklines: sparks,
  onOpen: (video) => browsing.go({ video }),
  onSort: (sort) => browsing.adjust({ sort }),
});
const list = summaryList(
  {
    section: byId("lists"),
    list: byId("list"),
    query: byId("query"),
    search: byId("search"),
    note: byId("list-note"),
    csv: byId("list-csv"),
    caption: byId("caption"),
    empty: byId("empty"),
    emptyText: byId("empty-text"),
    firstView: byId("first-view-block"),
    pager: document.querySelector(".pager"),
    previous: byId("previous"),
    next: byId("next"),
    page: byId("page"),
  },
  table,
  readPage,
  browsing,
);
sparks.attach(byId("totals-chart"), null);

/** Shows what the URL says. */
function show(state, { initial, back }) {
  const isOtherList = list.show(state, initial);
  table.setSort(state.sort);
  list.showNote();
  showTab(byId(`tab-${state.list}`));
  const isOtherVideo = detail.show(state, back);
  document.title = titleOf(state);
  if (isOtherList || isOtherVideo || initial) polling.now();
}

function titleOf({ list: kind, video, compare }) {
  if (video !== null) return `Video ${video}${compare === null ? "" : ` and ${compare}`} · Viewtally`;
  return kind === "users" ? "Users · Viewtally" : kind === "trending" ? "Trending · Viewtally" : "Viewtally";
}

function focusVideo(id) {
  if (!table.focus(id)) byId("lists").focus({ preventScroll: true });
}

async function refresh() {
  try {
    if (!(await list.refresh())) return;
    setOld(false);
    await Promise.all([showTotals(byId("totals")), detail.refresh()]);
    sparks.refresh();
    setOld(false);
    banner.succeeded();
  } catch (error) {
    setOld(true);
    list.markOld();
    detail.failed(error);
    banner.failed(error.message, list.readAt() !== null);
  }
}

function isActive() {
  return !paused && !document.hidden;
}

function setOld(value) {
  old = value;
  byId("totals").classList.toggle("old", old);
  showFreshness();
}

function showFreshness() {
  const pill = byId("freshness");
  const at = list.readAt();
  const state = old ? "Old" : paused ? "Paused" : "Live";
  pill.dataset.state = state.toLowerCase();
  pill.textContent = at ? `${state}, as of ${clockTime(at)}` : old ? "No numbers yet" : "Loading…";
}

function firstViewCommand() {
  const body = JSON.stringify({ userId: "0", videoId: "5", duration: 42 });
  return `curl -X POST ${new URL("views", document.baseURI)} -H 'content-type: application/json' -d '${body}'`;
}

interval.addEventListener("change", () => polling.setInterval(Number(interval.value)));
pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? "Resume" : "Pause";
  showFreshness();
  polling.setPaused(paused);
});

const lists = /** @type {const} */ (["videos", "trending", "users"]);
const tabs = lists.map((name) => byId(`tab-${name}`));
function showTab(tab) {
  for (const other of tabs) {
    other.setAttribute("aria-selected", String(other === tab));
    other.tabIndex = other === tab ? 0 : -1;
  }
  byId("list").setAttribute("aria-labelledby", tab.id);
}
function selectTab(tab) {
  const name = lists[tabs.indexOf(tab)];
  if (tab.getAttribute("aria-selected") !== "true") browsing.restart({ list: name, sort: firstSort(name) });
}
for (const tab of tabs) {
  tab.addEventListener("click", () => selectTab(tab));
  tab.addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    const other = tabs[(tabs.indexOf(tab) + (key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
    selectTab(other);
    other.focus();
  });
}

byId("list-csv").addEventListener("click", () => {
  const { name, lines } = list.csv();
  downloadCsv(csvName([name], new Date()), lines);
});
postForm(byId("post"), byId("post-result"), byId("seconds-field"), () => setTimeout(polling.now, COUNTED_MILLIS));
themeSwitch(byId("theme"), detail.redraw);
byId("first-view").textContent = firstViewCommand();
browsing.start();
