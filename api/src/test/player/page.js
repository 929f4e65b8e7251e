import { setMaxListeners } from "node:events";

setMaxListeners(0);

/**
 * A page with a player, for tests in Node.js: a clock, storage, an API that can fail, and videos. The module under test is
 * imported anew, as each page does.
 */
export class Page {
  static #pages = 0;
  now = 1_000_000;
  storage = {};
  /** The requests that the API has got, beacons included. */
  requests = [];
  beacons = [];
  timers = [];
  answers = [];
  #document = Object.assign(new EventTarget(), { baseURI: "https://page.example/watch", hidden: false });
  #window = new EventTarget();

  constructor(t) {
    const { mock } = t;
    const define = (name, value) => {
      const before = Object.getOwnPropertyDescriptor(globalThis, name);
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
      t.after(() => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]));
    };
    define("document", this.#document);
    define("window", this.#window);
    define("localStorage", this.storage);
    define("navigator", {
      sendBeacon: (url, body) => {
        this.beacons.push({ url: String(url), ...JSON.parse(body) });
        return true;
      },
    });
    define("addEventListener", (...args) => this.#window.addEventListener(...args));
    define("fetch", async (url, options) => this.#answer(String(url), options));
    define("setTimeout", (work, millis) => this.timers.push({ work, millis }));
    define("clearTimeout", () => (this.timers = []));
    mock.method(performance, "now", () => this.now);
    mock.method(Date, "now", () => this.now);
    mock.method(Math, "random", () => 0.5);
  }

  /** Loads the module anew, as a page does. */
  async load() {
    return (await import(`../../main/resources/player/client.js?page=${Page.#pages++}`)).track;
  }

  async #answer(url, { method, body, headers }) {
    this.requests.push({ method, url, headers, ...(body && JSON.parse(body)) });
    const answer = await (this.answers.shift() ?? {});
    if (answer instanceof Error) throw answer;
    const { status = method === "DELETE" ? 204 : 200, retryAfter, problem, rejected = [] } = answer;
    return new Response(status === 204 ? null : JSON.stringify(problem ?? { accepted: 1, rejected }), {
      status,
      headers: retryAfter ? { "retry-after": retryAfter } : {},
    });
  }

  /** The durations that the API has got in requests. */
  get durations() {
    return this.requests.flatMap(({ events = [] }) => events.filter(({ type }) => type === "VIEW").map(({ duration }) => duration));
  }

  get queued() {
    return Object.values(this.storage).map((text) => JSON.parse(text));
  }

  hide() {
    this.#document.hidden = true;
    this.#document.dispatchEvent(new Event("visibilitychange"));
  }

  show() {
    this.#document.hidden = false;
    this.#document.dispatchEvent(new Event("visibilitychange"));
  }

  close() {
    this.#window.dispatchEvent(new Event("pagehide"));
  }

  online() {
    this.#window.dispatchEvent(new Event("online"));
  }

  /** Runs the timer that the module has set, at its time. Returns its milliseconds. */
  async runTimer() {
    const [{ work, millis }] = this.timers.splice(0);
    this.now += millis;
    await work();
    return millis;
  }
}

/** A media element whose time passes when a test says so. */
export class Video extends EventTarget {
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  ended = false;
  seeking = false;
  readyState = 4;
  #page;

  constructor(page) {
    super();
    this.#page = page;
  }

  send(type) {
    this.dispatchEvent(new Event(type));
  }

  play() {
    this.paused = false;
    this.send("playing");
  }

  pause() {
    this.paused = true;
    this.send("pause");
  }

  /** Lets time pass, and the media advance as far, with the browser's regular events. */
  async run(seconds, advance = seconds * this.playbackRate) {
    for (let passed = 0; passed < seconds; passed += 0.25) {
      this.#page.now += 250;
      this.currentTime += advance / (seconds / 0.25);
      this.send("timeupdate");
      await settled();
    }
  }

  seek(position) {
    this.currentTime = position;
    this.seeking = true;
    this.send("seeking");
    this.#page.now += 500;
    this.seeking = false;
    this.send("seeked");
  }
}

/** Waits until the requests that need no timer have ended. */
export function settled() {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
