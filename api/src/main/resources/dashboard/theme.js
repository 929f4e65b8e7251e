const THEMES = ["auto", "light", "dark"];
const KEY = "viewtally-theme";

/** Light, dark, or as the system has it; remembered by the browser. */
export function themeSwitch(button, onChange) {
  let theme = THEMES.includes(stored()) ? stored() : "auto";

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
      // A browser that keeps nothing still shows it until the page is left.
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
