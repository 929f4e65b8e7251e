/**
 * Lets calls go no closer together than this, in the order in which they ask. One that a person waits for goes at once,
 * and those that follow wait the longer, so that there are no more of them on the whole.
 */
export function pace(millis) {
  let free = 0;
  return async function turn({ urgent = false } = {}) {
    const now = performance.now();
    const wait = urgent ? 0 : Math.max(free - now, 0);
    free = Math.max(free, now) + millis;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  };
}
