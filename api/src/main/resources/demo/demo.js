import { track } from "../client.js";
import { drawClock } from "./clock.js";

const POLL_MILLIS = 2000;
const VIDEO_ID = "demo";

const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const video = /** @type {HTMLVideoElement} */ (element("video"));
const buttons = { LIKE: element("like"), DISLIKE: element("dislike") };
const user = viewerId();
const numbers = new Intl.NumberFormat("en");
let vote = "";
let hasVoted = false;
let problem = "";

drawClock(video);
const tracker = track(video, {
  user,
  videoId: VIDEO_ID,
  onError: ({ status, title, detail }) => {
    problem = `An event was refused: ${detail ?? title ?? `error ${status}`}`;
    showNote(problem);
  },
});

/** The id of this browser's viewer. A real page has the id of its account. */
function viewerId() {
  const id = `demo-${Math.random().toString(36).slice(2, 10)}`;
  try {
    return (localStorage["viewtally-demo-viewer"] ??= id);
  } catch {
    return id;
  }
}

function showNote(text) {
  if (element("note").textContent !== text) element("note").textContent = text;
}

function showVote() {
  Object.entries(buttons).forEach(([type, button]) => button.setAttribute("aria-pressed", String(type === vote)));
}

async function readJson(path) {
  const response = await fetch(path, { cache: "no-cache" });
  if (!response.ok) throw new Error(`The server answered with error ${response.status}.`);
  return response.json();
}

async function readVote() {
  const { items } = await readJson(`users/${user}/votes`);
  // The viewer may have been faster than this answer.
  if (hasVoted) return;
  vote = items.find(({ videoId }) => videoId === VIDEO_ID)?.voteType ?? "";
  showVote();
}

/** Shows the totals. The browser sends the entity tag of the last ones, so unchanged totals cost a 304. */
async function showTotals() {
  try {
    const totals = await readJson(`videos/${VIDEO_ID}/summary`);
    document.querySelectorAll("[data-field]").forEach((field) => {
      if (!(field instanceof HTMLElement)) return;
      const total = totals[field.dataset.field ?? ""];
      field.textContent = total === null ? "?" : numbers.format(total) + (field.dataset.field === "duration" ? " s" : "");
    });
    showNote(problem);
  } catch (error) {
    showNote(error instanceof TypeError ? "The server cannot be reached. What you watch is sent later." : error.message);
  }
}

async function poll() {
  if (!document.hidden) await showTotals();
  setTimeout(poll, POLL_MILLIS);
}

Object.entries(buttons).forEach(([type, button]) =>
  button.addEventListener("click", async () => {
    hasVoted = true;
    vote = vote === type ? "" : type;
    showVote();
    await (vote === "LIKE" ? tracker.like() : vote === "DISLIKE" ? tracker.dislike() : tracker.clear());
  }),
);

setInterval(() => {
  const text = `You have watched ${Math.floor(tracker.seconds)} s`;
  if (element("watched").textContent !== text) element("watched").textContent = text;
}, 250);

element("code").textContent = `<script type="module">
  import { track } from "${new URL("client.js", document.baseURI)}";
  const tracker = track(document.querySelector("video"), { user: "u1", videoId: "v1" });
  document.querySelector("#like").onclick = () => tracker.like();
</script>`;

readVote().catch(() => null);
poll();
