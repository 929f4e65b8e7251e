import { readSummaries } from "./api.js";
import { bannerIn } from "./banner.js";
import { tablePanel, totalsPanel } from "./panels.js";
import { pollWhileVisible } from "./poller.js";

const POLL_PAUSE_MILLIS = 2000;

const byId = (id) => document.getElementById(id);

const sources = [
  { kind: "videos", idField: "videoId", panels: [totalsPanel(byId("totals")), tablePanel(byId("videos"))] },
  { kind: "users", idField: "userId", panels: [tablePanel(byId("users"))] },
];
const report = bannerIn(byId("banner"));

async function refresh() {
  // Settled, not all: one failure must not end the poll while the other request is still under way.
  const answers = await Promise.allSettled(sources.map(({ kind, idField }) => readSummaries(kind, idField)));
  answers.forEach((answer, index) => render(sources[index].panels, answer));
  const reasons = answers.filter(({ reason }) => reason).map(({ reason }) => reason.message);
  report(reasons, sources.some(({ panels }) => panels[0].hasNumbers()));
}

function render(panels, { value, reason }) {
  for (const panel of panels) {
    if (reason) panel.markOld();
    else panel.show(value);
  }
}

function firstViewCommand() {
  const url = new URL("views", document.baseURI);
  const body = JSON.stringify({ userId: "0", videoId: "3", duration: 45 });
  return `curl -X POST ${url} -H 'content-type: application/json' -d '${body}'`;
}

byId("first-view").textContent = firstViewCommand();
pollWhileVisible(refresh, POLL_PAUSE_MILLIS);
