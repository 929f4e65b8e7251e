/**
 * Runs the work now, and again one interval after its start. Only one run is active at a time, and only while the tab is
 * visible and polling is not paused.
 */
export function poller(work, intervalMillis) {
  let interval = intervalMillis;
  let paused = false;
  let running = false;
  let again = false;
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
    start: run,
    /** Runs at once, even if paused, because the user requested something else. */
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
