// Small makers of page elements. Text only ever enters the page as text, without controls that
// could turn the words around it.
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/gu;

export const clean = (text) => String(text).replace(UNSAFE, "");

export const byId = (id) => document.getElementById(id);

export const element = (tag, text = "", className = "") => {
  const made = document.createElement(tag);
  if (text) made.textContent = clean(text);
  if (className) made.className = className;
  return made;
};

export const button = (text, className, onClick) => {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
};

// A way to a card, as a link that runs with the words around it.
export const cardLink = (text, id, go) => {
  const made = element("a", text);
  made.href = `#about=${encodeURIComponent(id)}`;
  made.addEventListener("click", (event) => {
    event.preventDefault();
    go(id);
  });
  return made;
};

// A part that opens: what is always seen, and what is behind it.
export const opening = (summary, parts, className = "") => {
  const made = element("details", "", className);
  const head = element("summary");
  head.append(summary);
  made.append(head, ...parts);
  return made;
};

export const list = (tag, items, className = "") => {
  const made = element(tag, "", className);
  for (const item of items) {
    const row = element("li");
    row.append(item);
    made.append(row);
  }
  return made;
};

// A link that leaves the page; nothing but web addresses becomes one.
export const outLink = (text, address) => {
  if (!/^https?:\/\//.test(address)) return element("span", text);
  const made = element("a", text);
  made.href = address;
  made.rel = "noopener noreferrer";
  made.target = "_blank";
  return made;
};

// The web address of an id of another vocabulary: a prefix that the page knows, or one of the OBO library.
export const addressOf = (id, prefixes) => {
  const [, prefix, local] = /^([A-Za-z][A-Za-z0-9]*):(.*)$/s.exec(id) || [];
  if (Object.hasOwn(prefixes, prefix ?? "")) return prefixes[prefix] + local;
  return /^[A-Za-z]+:[0-9]+$/.test(id) ? `${prefixes.obo}${prefix}_${local}` : id;
};

export const save = (name, type, content) => {
  const link = document.createElement("a");
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};

// Brings the focus to what has just been shown, where what had it is gone.
export const focusIfLost = (made) => {
  const { activeElement } = document;
  const isThere = activeElement && activeElement !== document.body && activeElement.getClientRects().length;
  if (!made || isThere) return;
  if (!made.matches("a, button, input, summary")) made.tabIndex = -1;
  made.focus({ preventScroll: true });
};

// Told to those who hear the page.
export const announce = (text) => {
  byId("status").textContent = clean(text);
};
