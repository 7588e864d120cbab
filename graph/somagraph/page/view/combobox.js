// A name field with suggestions, after the ARIA pattern of a combobox with a list.
import { element } from "./elements.js";

const MOST = 12;

// `search(text, limit)` gives rows of {entity, shown}, or a promise of them; `onChoose(entity)` hears a choice, `onEnter()`
// the key where nothing was chosen. No form is needed, which a sandbox might not let be sent.
export const makeCombobox = (input, search, onChoose, onEnter) => {
  const box = element("ul", "", "suggestions");
  box.id = `${input.id}-list`;
  box.hidden = true;
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Suggestions");
  input.after(box);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", box.id);
  input.autocomplete = "off";
  let rows = [];
  let current = -1;
  // Which text is looked for; what comes late is for another one.
  let turn = 0;

  const close = () => {
    turn += 1;
    box.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (at) => {
    current = at;
    [...box.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", box.children[at].id);
    return box.children[at].scrollIntoView({ block: "nearest" });
  };

  const choose = (at) => {
    const { entity } = rows[at];
    close();
    onChoose(entity);
  };

  const show = (found) => {
    rows = found;
    box.replaceChildren(
      ...rows.map(({ entity, shown }, i) => {
        const row = element("li", entity.label);
        row.id = `${box.id}-${i}`;
        row.setAttribute("role", "option");
        const also = shown && shown !== entity.label ? `${shown}; ` : "";
        row.append(element("span", `${also}${entity.kindLabel || ""}`, "quiet"));
        // The field keeps the focus, so that the list is still there; a finger may scroll it.
        row.addEventListener("pointerdown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(i));
        return row;
      }),
    );
    box.hidden = !rows.length;
    input.setAttribute("aria-expanded", String(!box.hidden));
    mark(-1);
  };

  const open = () => {
    turn += 1;
    const mine = turn;
    const found = search(input.value, MOST);
    if (found instanceof Promise) found.then((late) => mine === turn && show(late));
    else show(found);
  };

  close();
  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (box.hidden) open();
      if (rows.length) mark((current + step + rows.length + (current < 0 && step < 0 ? 1 : 0)) % rows.length);
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      choose(current);
    } else if (event.key === "Enter") {
      close();
      onEnter();
    } else if (event.key === "Escape" && !box.hidden) {
      event.stopPropagation();
      close();
    }
  });
};
