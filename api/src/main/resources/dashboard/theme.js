const THEMES = ["auto", "light", "dark"];
const KEY = "viewtally-theme";

/** The switch between the light, the dark and the system's theme. The browser remembers the choice. */
export function themeSwitch(button, onChange) {
  let theme = THEMES.find((name) => name === stored()) ?? "auto";

  function show() {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  }

  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Without storage the theme still lasts until the page is closed.
    }
    show();
    onChange();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  show();
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
