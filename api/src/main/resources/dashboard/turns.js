/**
 * Turns that are taken one after the other, in the order in which they were asked for, by all tabs of this browser; each
 * lasts as many milliseconds as what was run in it says. Browsers let tabs agree on that only where a page comes by HTTPS or
 * from the same machine (W3C, Web Locks API); elsewhere each tab has turns of its own.
 */
export function turns(name) {
  const wait = (millis) => millis > 0 && new Promise((resolve) => setTimeout(resolve, millis));
  let last = Promise.resolve();
  return function turn(run) {
    if (navigator.locks) navigator.locks.request(name, () => wait(run()));
    else last = last.then(() => wait(run()));
  };
}

/** Something that one tab at a time does for all, by turns without end; where tabs cannot agree, each does it. */
export function role(name) {
  let giveUp = null;
  return {
    /** Whether this tab does it from now on. */
    take() {
      if (!navigator.locks || giveUp) return Promise.resolve(true);
      return new Promise((resolve) => {
        navigator.locks.request(name, { ifAvailable: true }, (lock) => {
          const ended = lock && new Promise((end) => (giveUp = end));
          resolve(lock !== null);
          return ended;
        });
      });
    },
    leave() {
      giveUp?.();
      giveUp = null;
    },
  };
}
