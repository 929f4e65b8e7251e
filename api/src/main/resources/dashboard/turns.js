/**
 * Runs functions one after the other, in the order of the calls, over all tabs of this browser. Each function returns the
 * number of milliseconds until the next one may run. Browsers offer locks between tabs only to pages that come by HTTPS or
 * from the same machine (W3C, Web Locks API). Elsewhere each tab has a sequence of its own.
 */
export function turns(name) {
  const wait = (millis) => millis > 0 && new Promise((resolve) => setTimeout(resolve, millis));
  let last = Promise.resolve();
  return function turn(run) {
    if (navigator.locks) navigator.locks.request(name, () => wait(run()));
    else last = last.then(() => wait(run()));
  };
}

/** A role that one tab at a time holds. Where the browser offers no locks between tabs, every tab holds it. */
export function role(name) {
  /** @type {((value?: any) => void) | null} */
  let release = null;
  return {
    /** Returns whether this tab now holds the role. */
    take() {
      if (!navigator.locks || release) return Promise.resolve(true);
      return new Promise((resolve) => {
        navigator.locks.request(name, { ifAvailable: true }, (lock) => {
          const ended = lock && new Promise((end) => (release = end));
          resolve(lock !== null);
          return ended;
        });
      });
    },
    leave() {
      release?.();
      release = null;
    },
  };
}
