/** Returns a function that tells people whether the last poll failed, and why. */
export function bannerIn(element) {
  return function report(reasons, hasNumbers) {
    if (reasons.length > 0) {
      show(element, "bad", failureText(reasons, hasNumbers));
    } else if (element.className === "bad") {
      show(element, "good", "The server answers again, the numbers are up to date.");
    } else {
      show(element, "", "");
    }
  };
}

function failureText(reasons, hasNumbers) {
  const numbers = hasNumbers ? "The last numbers stay on screen, marked as old." : "There are no numbers to show yet.";
  return [...new Set(reasons), numbers, "This page keeps trying."].join(" ");
}

function show(element, className, text) {
  element.className = className;
  // Screen readers announce every write to a live region, even of the same text.
  if (element.textContent !== text) element.textContent = text;
}
