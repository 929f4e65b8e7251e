import { showText } from "./format.js";

const GOOD_MILLIS = 6000;

/** A banner that says when requests fail and when they succeed again. Screen readers announce it. */
export function bannerIn(element) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function show(className, text) {
    clearTimeout(timer);
    element.className = className;
    showText(element, text);
  }

  return {
    failed(reason, hasNumbers) {
      const numbers = hasNumbers ? "The page shows the last numbers, marked as old." : "There are no numbers to show yet.";
      show("bad", `${reason} ${numbers} This page keeps trying.`);
    },
    succeeded() {
      if (element.className !== "bad") return;
      show("good", "The server answers again. The numbers are up to date.");
      timer = setTimeout(() => show("", ""), GOOD_MILLIS);
    },
  };
}
