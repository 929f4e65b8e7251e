/** Runs the work now and again after a pause, one run at a time, only while the tab is visible. */
export function pollWhileVisible(work, pauseMillis) {
  let running = false;
  let timer;

  async function run() {
    clearTimeout(timer);
    if (running || document.hidden) return;
    running = true;
    try {
      await work();
    } finally {
      running = false;
      timer = setTimeout(run, pauseMillis);
    }
  }

  document.addEventListener("visibilitychange", run);
  run();
}
