/**
 * Runs work of all tabs of this browser one after the other, in the order of the requests. The work returns how many
 * milliseconds its turn lasts. Browsers support this only for pages that come over HTTPS or from the same machine (W3C, Web
 * Locks API); on other pages each tab has its own turns.
 */
export function turns(name) {
  const wait = (millis) => millis > 0 && new Promise((resolve) => setTimeout(resolve, millis));
  let last = Promise.resolve();
  return function turn(run) {
    if (navigator.locks) navigator.locks.request(name, () => wait(run()));
    else last = last.then(() => wait(run()));
  };
}

/** A role that one tab at a time has for all tabs; without the lock manager, every tab has it. */
export function role(name) {
  let giveUp = null;
  return {
    /** Whether this tab has the role from now on. */
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
