import { post } from "./api.js";

/** The form that records a view or a vote. The server validates it. */
export function postForm(form, result, secondsField, onStored) {
  const kind = () => form.elements.kind.value;

  form.addEventListener("change", () => {
    secondsField.hidden = kind() !== "VIEW";
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    const { userId, videoId } = form.elements;
    const who = { userId: userId.value.trim(), videoId: videoId.value.trim() };
    button.disabled = true;
    try {
      if (kind() === "VIEW") {
        const stored = await post("views", { ...who, duration: wholeNumber(form.elements.duration.value) });
        say("", `Stored: user ${stored.userId} watched video ${stored.videoId} for ${stored.duration} s.`);
      } else {
        const stored = await post("votes", { ...who, voteType: kind() });
        say("", `Stored: user ${stored.userId} ${stored.voteType === "LIKE" ? "likes" : "dislikes"} video ${stored.videoId}.`);
      }
      onStored();
    } catch (error) {
      say("wrong", error.message);
    } finally {
      button.disabled = false;
    }
  });

  function say(className, text) {
    result.className = `small ${className}`;
    result.textContent = text;
  }
}

/** Returns the whole number in a text, or the text itself, which the server then rejects. */
export function wholeNumber(text) {
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
}
