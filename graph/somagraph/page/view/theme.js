// Light or dark: the system's, or the one that was chosen. The colours stand in page.css.
const system = matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
};

export const colors = () => {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "quiet", "line", "accent"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
};

export const switchTheme = () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
};

// What some work gives in light colours, whatever is chosen.
export const inLight = (work) => {
  const { dataset } = document.documentElement;
  const chosen = dataset.theme;
  dataset.theme = "light";
  try {
    return work();
  } finally {
    if (chosen) dataset.theme = chosen;
    else delete dataset.theme;
  }
};

export const onSystemTheme = (listener) => system.addEventListener("change", listener);

// Pixels of one rem: what is drawn grows with what is written.
export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
