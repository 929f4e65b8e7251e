/**
 * Runs the work repeatedly, from the first call of now() on. The interval is measured from start to start. Runs do not
 * overlap, and none starts while the tab is hidden or polling is paused.
 */
export function poller(work, intervalMillis) {
  let interval = intervalMillis;
  let paused = false;
  let running = false;
  let again = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function run() {
    clearTimeout(timer);
    if (document.hidden || (paused && !again)) return;
    if (running) {
      again = true;
      return;
    }
    again = false;
    running = true;
    const began = performance.now();
    try {
      await work();
    } finally {
      running = false;
      schedule(began);
    }
  }

  function schedule(began) {
    clearTimeout(timer);
    if (again) run();
    else timer = setTimeout(run, Math.max(interval - (performance.now() - began), 0));
  }

  document.addEventListener("visibilitychange", run);
  return {
    /** Runs at once, even if polling is paused. */
    now() {
      again = true;
      run();
    },
    setInterval(millis) {
      interval = millis;
      run();
    },
    setPaused(value) {
      paused = value;
      run();
    },
  };
}
