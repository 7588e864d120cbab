// The question and what is chosen stand in the address, so that they can be sent and come back to.
import { FAMILIES } from "./sieve.js";

const SETS = { without: "without", families: "no-family", standings: "no-standing" };
const MOST = { show: 200, hops: 20 };

const number = (text, most) => {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 && value <= most ? value : 0;
};

// What an address asks for, as far as it is known here.
export const readAddress = (app, lines, text) => {
  const asked = new URLSearchParams(text.replace(/^#/, ""));
  const isKnown = (id) => Boolean(app.entity(id));
  const known = (name) => asked.getAll(name).filter(isKnown);
  const standings = lines.standings.map(({ id }) => id);
  const show = asked.get("show");
  return {
    from: known("from")[0] || "",
    to: known("to")[0] || "",
    via: known("via"),
    about: known("about")[0] || "",
    unknown: ["from", "to", "via", "about"].flatMap((name) => asked.getAll(name)).filter((id) => !isKnown(id)),
    show: show === "anatomy" ? show : number(show, MOST.show),
    maxHops: number(asked.get("hops"), MOST.hops),
    indirect: asked.get("indirect") !== "no",
    without: asked.getAll(SETS.without).filter((id) => app.isVoice(id)),
    families: asked.getAll(SETS.families).filter((id) => Object.hasOwn(FAMILIES, id)),
    standings: asked.getAll(SETS.standings).filter((id) => standings.includes(id)),
  };
};

export const writeAddress = ({ from, to, via, about, show, maxHops }, sieve, usualHops) => {
  const asked = new URLSearchParams();
  if (from && to) {
    asked.set("from", from);
    asked.set("to", to);
    via.forEach((id) => asked.append("via", id));
    if (show && show !== 1) asked.set("show", show);
    if (maxHops !== usualHops) asked.set("hops", maxHops);
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
