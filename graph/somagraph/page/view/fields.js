// The name fields: what was chosen keeps its id, so that a label that two things share still means
// the one that was chosen. "through" may hold several names, with semicolons between.
import { byId, clean } from "./elements.js";

const LONGEST = 80, MEANT = 5;

// A name that means nothing here, or several things: in which field, and what may have been meant.
export class NotMeant extends Error {
  constructor(message, field = "", meant = []) {
    super(message);
    Object.assign(this, { name: "NotMeant", field, meant });
  }
}

export class Fields {
  constructor(graph, names) {
    Object.assign(this, { graph, names, readings: new Map() });
    for (const id of ["from", "to", "via", "search"]) {
      byId(id).addEventListener("input", () => delete byId(id).dataset.ids);
    }
  }

  set(field, ids) {
    const input = byId(field);
    input.value = ids.map((id) => clean(this.graph.entities.get(id).label)).join("; ");
    if (ids.length) input.dataset.ids = JSON.stringify(ids);
    else delete input.dataset.ids;
    this.readings.delete(field);
  }

  // Puts a thing into a field that need not be known here yet.
  choose(field, { id, label }) {
    byId(field).value = clean(label);
    byId(field).dataset.ids = JSON.stringify([id]);
    this.readings.delete(field);
  }

  clear() {
    for (const id of ["from", "to", "via", "search"]) this.set(id, []);
  }

  isEmpty(field) {
    return !byId(field).value.trim();
  }

  swap() {
    const [from, to] = ["from", "to"].map(byId);
    const before = { value: from.value, ids: from.dataset.ids };
    const put = (input, { value, ids }) => {
      input.value = value;
      if (ids) input.dataset.ids = ids;
      else delete input.dataset.ids;
    };
    put(from, { value: to.value, ids: to.dataset.ids });
    put(to, before);
  }

  // The ids that a field means; throws NotMeant where it means none or several. How a name was read,
  // where that was a choice, is noted until the next one is set.
  read(field) {
    const { value, dataset } = byId(field);
    if (dataset.ids) return JSON.parse(dataset.ids);
    const parts = field === "via" ? value.split(";") : [value];
    return parts.filter((part) => part.trim()).map((part) => this.resolve(part.trim(), field));
  }

  get notes() {
    return [...this.readings.values()];
  }

  resolve(text, field) {
    const { graph, names } = this;
    const found = names.find(text);
    const begun = found.length ? [] : names.search(text, 2).filter(({ rank }) => rank < 3);
    if (found.length === 1 || begun.length === 1) {
      const id = found[0] || begun[0].entity.id;
      const { label, phrase, names: others = [] } = graph.entities.get(id);
      const same = [id, label, phrase, ...others].some((name) => name.toLowerCase() === text.toLowerCase());
      if (!same) this.readings.set(field, `'${text}' is read as ${phrase}.`);
      return id;
    }
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}\u2026` : text;
    if (found.length) throw new NotMeant(`${short} could be several things; choose one.`, field, found);
    const holding = names.search(text, MEANT).filter(({ rank }) => rank < 4).map(({ entity }) => entity.id);
    const meant = [...new Set([...holding, ...names.alike(text, MEANT).map(({ id }) => id)])].slice(0, MEANT);
    const perhaps = meant.length ? " Did you mean one of these?" : "";
    throw new NotMeant(`Nothing here is called ${short}.${perhaps}`, field, meant);
  }
}
