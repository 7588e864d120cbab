// The question and what is chosen stand in the address, so that they can be sent and come back to.
const SETS = { without: "without", families: "no-family", standings: "no-standing" };

export const readAddress = (graph, text) => {
  const asked = new URLSearchParams(text.replace(/^#/, ""));
  const known = (id) => (graph.entities.has(id) ? id : "");
  const sets = Object.fromEntries(Object.entries(SETS).map(([name, key]) => [name, asked.getAll(key)]));
  return {
    from: known(asked.get("from")),
    to: known(asked.get("to")),
    via: asked.getAll("via").filter(known),
    about: known(asked.get("about")),
    show: asked.get("show") || "",
    indirect: asked.get("indirect") !== "no",
    ...sets,
  };
};

export const writeAddress = ({ from, to, via, about, show, sieve }) => {
  const asked = new URLSearchParams();
  if (from && to) {
    asked.set("from", from);
    asked.set("to", to);
    via.forEach((id) => asked.append("via", id));
    if (show) asked.set("show", show);
  } else if (about) asked.set("about", about);
  for (const [name, key] of Object.entries(SETS)) for (const id of [...sieve[name]].sort()) asked.append(key, id);
  if (!sieve.indirect) asked.set("indirect", "no");
  return asked.toString();
};

// A page in a sandbox has no address of its own: `history` may throw there.
export const setAddress = (text, isNew) => {
  const address = text ? `#${text}` : location.pathname;
  try {
    if (location.hash.slice(1) !== text) history[isNew ? "pushState" : "replaceState"](null, "", address);
  } catch {
    // Nothing is lost but the address.
  }
};
