// Records the views and votes of a video player in Viewtally. How to use it: docs/player.md; types: client.d.ts.

const MAX_SECONDS = 86_400;
const TIMEOUT_MILLIS = 10_000;
const MAX_PAUSE_MILLIS = 60_000;
// The queue fits into one request, and the request into the 64 KiB that browsers send for a page that is closed.
const MAX_QUEUED = 50;

/** @type {typeof import("./client.js").track} */
export function track(video, { user, videoId, api = new URL(".", import.meta.url).href, token, onError = console.warn }) {
  const queue = queueOf(new URL(api, document.baseURI), user, token, onError);
  const clock = watchClock();
  const listening = new AbortController();
  let timestamp = "";
  let saved = 0;
  let nextBeat = 10;

  function observe(event) {
    const type = event?.type;
    // A short seek may be over before its event arrives.
    const seeking = video.seeking || type === "seeking";
    const { currentTime: position, playbackRate: rate } = video;
    const moving = !video.paused && !video.ended && !seeking && video.readyState > 2 && rate > 0;
    if (moving && !timestamp) timestamp = uniqueTimestamp();
    clock.sample({ now: performance.now() / 1000, position, rate, moving, seeking });
    if (clock.seconds() >= nextBeat) {
      nextBeat = beatAfter(clock.seconds());
      save();
      queue.flush();
    } else if (type === "pause" || type === "ended") {
      save();
    }
  }

  /** Queues the view if it has grown by a second, so its duration never shrinks. */
  function save() {
    const duration = Math.min(Math.floor(clock.seconds()), MAX_SECONDS);
    if (duration <= saved) return;
    saved = duration;
    queue.put(viewKey(), { type: "VIEW", userId: user, videoId, duration, timestamp });
  }

  const viewKey = () => `${timestamp} ${videoId}`;
  const voteKey = `vote ${videoId}`;

  function leave({ type }) {
    if (type !== "pagehide" && !document.hidden) return;
    observe();
    save();
    queue.leave([viewKey(), voteKey]);
  }

  function vote(voteType) {
    queue.put(voteKey, { type: voteType ? "VOTE" : "CLEAR", userId: user, videoId, voteType });
    return queue.flush();
  }

  function on(target, types, listener) {
    types.split(" ").forEach((type) => target.addEventListener(type, listener, { signal: listening.signal }));
  }

  on(video, "playing pause waiting seeking seeked ratechange timeupdate ended emptied", observe);
  on(document, "visibilitychange", leave);
  on(window, "pagehide", leave);
  observe();
  queue.flush();
  return {
    get seconds() {
      return clock.seconds();
    },
    like: () => vote("LIKE"),
    dislike: () => vote("DISLIKE"),
    clear: () => vote(),
    stop() {
      observe();
      save();
      listening.abort();
      return queue.flush();
    },
  };
}

/**
 * Measures the seconds watched. A span without a pause, seek or change of speed counts by the wall clock, but at most by
 * what the media has advanced: a player that stalls or a computer that sleeps adds nothing.
 */
function watchClock() {
  let ended = 0;
  let current = 0;
  let span = null;
  return {
    seconds: () => ended + current,
    sample({ now, position, rate, moving, seeking }) {
      // While seeking, the position is already the new one, so the last sample counts.
      if (span && !seeking) {
        current = Math.max(current, Math.min(now - span.now, (position - span.position) / span.rate));
      }
      if (!moving || rate !== span?.rate || position < span.last) {
        ended += current;
        current = 0;
        span = moving ? { now, position, rate } : null;
      }
      if (span) span.last = position;
    },
  };
}

/** Returns when the view is sent next: at 10 and 30 seconds watched, then every 60. */
function beatAfter(seconds) {
  return seconds < 30 ? 30 : 90 + 60 * Math.floor((seconds - 30) / 60);
}

/** Now, with random microseconds: two players that start together are two views. */
function uniqueTimestamp() {
  const micros = String(Math.floor(Math.random() * 1000)).padStart(3, "0");
  return new Date().toISOString().replace("Z", `${micros}Z`);
}

const queues = {};

/** Returns the queue of a user. All players of a page share it. */
function queueOf(api, user, token, onError) {
  const prefix = `viewtally ${api.href} ${user} `;
  queues[prefix] ??= newQueue(prefix, api);
  return Object.assign(queues[prefix], { token, onError });
}

/**
 * Events that are not yet acknowledged. They are kept in localStorage, so they survive the page, and a later one with the
 * same key replaces an earlier one. One page at a time sends them, so the server gets them in their order.
 */
function newQueue(prefix, api) {
  let retryAt = 0;
  let failures = 0;
  let tail = Promise.resolve();
  let timer;
  const shared = isShared();
  const left = {};

  const queue = {
    /** @type {import("./client.js").Options["token"]} */
    token: undefined,
    /** @type {(problem: import("./client.js").Problem, event: import("./client.js").PlayerEvent) => void} */
    onError: console.warn,

    put(name, event) {
      write(prefix + name, JSON.stringify(event));
      pending().slice(0, -MAX_QUEUED).forEach((entry) => drop(entry, { status: 0, title: "Too many events are queued." }));
    },

    /** Sends what is queued. Resolves after one attempt; a failed one is repeated later. */
    async flush() {
      const attempt = () => (Date.now() < retryAt ? schedule() : sendAll());
      if (shared) await navigator.locks.request(prefix, attempt);
      else await (tail = tail.then(attempt));
    },

    /** Sends some entries at once, because the page may be closed. They stay queued: there may be no response. */
    leave(names) {
      const entries = pending().filter(({ key, text }) => names.includes(key.slice(prefix.length)) && left[key] !== text);
      const events = entries.map(({ event }) => event).filter(({ type }) => type !== "CLEAR");
      if (events.length === 0) return;
      const body = JSON.stringify({ events });
      // A beacon cannot carry a token.
      if (queue.token) send("POST", "events", body).catch(() => null);
      else if (!navigator.sendBeacon(new URL("events", api), body)) return;
      entries.forEach(({ key, text }) => (left[key] = text));
    },
  };

  function pending() {
    return Object.entries(stored())
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, text]) => ({ key, text, event: JSON.parse(text) }));
  }

  async function sendAll() {
    clearTimeout(timer);
    const entries = pending();
    const clears = entries.filter(({ event }) => event.type === "CLEAR");
    const others = entries.filter((entry) => !clears.includes(entry));
    try {
      const pauses = await Promise.all([
        others.length && deliver("POST", "events", JSON.stringify({ events: others.map(({ event }) => event) }), others),
        ...clears.map((entry) => deliver("DELETE", votePath(entry.event), undefined, [entry])),
      ]);
      if (pauses.some((pause) => pause > 0)) retry(Math.max(...pauses));
      else failures = 0;
    } catch {
      retry();
    }
  }

  const votePath = ({ userId, videoId }) => `users/${encodeURIComponent(userId)}/votes/${encodeURIComponent(videoId)}`;

  /** Returns the seconds to wait if an entry must be sent again, or 0. */
  async function deliver(method, path, body, entries) {
    const response = await send(method, path, body);
    const answer = response.status === 204 ? {} : await response.json().catch((error) => (response.ok ? Promise.reject(error) : {}));
    const rejected = new Map(answer.rejected?.map(({ index, problem }) => [index, problem]));
    let again = false;
    entries.forEach((entry, index) => {
      const problem = response.ok ? rejected.get(index) : { status: response.status, ...answer };
      if (problem && (problem.status >= 500 || problem.status === 429 || problem.status === 408)) again = true;
      else drop(entry, problem);
    });
    return again ? Number(response.headers.get("retry-after")) || backoff() : 0;
  }

  async function send(method, path, body) {
    const headers = queue.token ? { authorization: `Bearer ${await queue.token()}` } : undefined;
    // A string is sent as text/plain, for which browsers ask no other origin for permission first.
    return fetch(new URL(path, api), { method, body, headers, keepalive: true, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  }

  /** Removes an entry, unless another has replaced it since it was sent. */
  function drop({ key, text, event }, problem) {
    if (stored()[key] === text) write(key);
    if (problem) queue.onError(problem, event);
  }

  const backoff = () => Math.min(2 ** failures, MAX_PAUSE_MILLIS / 1000) * (0.5 + Math.random() / 2);

  function retry(seconds = backoff()) {
    failures++;
    retryAt = Date.now() + seconds * 1000;
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    timer = setTimeout(queue.flush, retryAt - Date.now());
  }

  addEventListener("online", () => {
    retryAt = 0;
    queue.flush();
  });
  return queue;
}

// Used for what localStorage does not take: it may be full or forbidden.
const memory = {};

/** Returns whether the pages of this origin share their queues and can take turns. */
function isShared() {
  try {
    return Boolean(localStorage && navigator.locks);
  } catch {
    return false;
  }
}

function stored() {
  try {
    return { ...localStorage, ...memory };
  } catch {
    return memory;
  }
}

function write(key, text) {
  delete memory[key];
  try {
    delete localStorage[key];
    if (text) localStorage[key] = text;
  } catch {
    if (text) memory[key] = text;
  }
}
