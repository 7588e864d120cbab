// The page of a graph that is too large for it: it holds what the picture opens on, and asks the
// server that it comes from for answers and cards. Their words are the program's own.
import { App } from "./app.js";
import { byId, element } from "./elements.js";
import { Fields, NotMeant } from "./fields.js";

// Ids of an address that are looked up.
const MOST_NAMED = 12;

const ask = async (path, query = "") => {
  let reply;
  try {
    reply = await fetch(query ? `${path}?${query}` : path);
  } catch {
    throw new NotMeant("The server does not answer. What was asked is still here; ask again.");
  }
  const told = await reply.json().catch(() => ({}));
  if (reply.ok) return told;
  throw new NotMeant(told.detail || `The server answers with ${reply.status}.`, "", told.candidates || []);
};

// A question as the server takes it.
const queryOf = ({ one, other, via, count, maxHops, filters }) => {
  const { families, standings, without, indirect } = filters;
  if ([...families, ...standings].includes("none")) {
    throw new NotMeant("Everything is left out; tick something in the legend.");
  }
  const asked = new URLSearchParams([["name", one], ["name", other], ["count", count], ["max_hops", maxHops]]);
  for (const [name, values] of Object.entries({ via, relation: families, standing: standings, without })) {
    for (const value of values) asked.append(name, value);
  }
  if (!indirect) asked.set("indirect", "false");
  return asked.toString();
};

// Names that the server knows.
class ServedFields extends Fields {
  constructor(app) {
    super(app.graph, null);
    this.app = app;
  }

  async resolve(text, field) {
    try {
      const { id, note } = await this.app.load(text);
      if (note) this.readings.set(field, note);
      return id;
    } catch (problem) {
      if (problem instanceof NotMeant) problem.field = field;
      throw problem;
    }
  }
}

export class ServedApp extends App {
  constructor(content) {
    super(content);
    // What was asked for last; the cards that are here, by id and by the names that led to them.
    Object.assign(this, { turn: 0, cards: new Map() });
    document.body.classList.add("served");
    const { entities, claims } = this.data.served;
    const many = (number) => number.toLocaleString("en");
    const told = `Here: ${many(entities)} things and ${many(claims)} claims. The picture opens on a part of them; ask, or find anything, and the rest comes from the server.`;
    byId("start").querySelector(".lead").after(element("p", told, "quiet"));
  }

  makeFields() {
    return new ServedFields(this);
  }

  isVoice() {
    return true;
  }

  async search(text, limit) {
    if (!text.trim()) return [];
    const query = new URLSearchParams({ text: text.slice(0, 500), limit });
    const found = await ask("search", query).catch(() => []);
    return found.map(({ id, label, kind }) => ({ entity: { id, label, kindLabel: this.data.served.kinds[kind] }, shown: "" }));
  }

  wayTo({ name, label }, field) {
    return [label, () => {
      this.fields.set(field, []);
      byId(field).value = name;
    }];
  }

  // Takes in what the server tells.
  take(part) {
    this.graph.add(part);
    this.legend.count();
    this.legend.draw();
  }

  // Returns what the card of a thing needs, which is then here.
  async load(name) {
    if (!this.cards.has(name)) {
      const card = await ask(`page/entities/${encodeURIComponent(name)}`);
      this.take(card.part);
      for (const known of [name, card.id]) this.cards.set(known, { ...card, part: null });
    }
    return this.cards.get(name);
  }

  async prepare(address) {
    const asked = new URLSearchParams(address.replace(/^#/, ""));
    const ids = ["from", "to", "via", "about"].flatMap((name) => asked.getAll(name)).filter(Boolean);
    await Promise.allSettled(ids.slice(0, MOST_NAMED).map((id) => this.load(id)));
  }

  // Does something with what the server tells, unless something else was asked for in the meantime.
  latest(telling, then) {
    this.turn += 1;
    const { turn } = this;
    byId("panel").setAttribute("aria-busy", "true");
    return this.guarded(async () => {
      try {
        const told = await telling();
        if (turn === this.turn) then(told);
      } catch (problem) {
        if (turn === this.turn) throw problem;
      } finally {
        if (turn === this.turn) byId("panel").removeAttribute("aria-busy");
      }
    });
  }

  ask(isNew = true) {
    let question;
    return this.latest(
      () => {
        question = this.question();
        return ask("page/connect", queryOf(question));
      },
      ({ answer, part }) => {
        this.take(part);
        const { one, other, via, count, filters } = question;
        this.put({ ...answer, asked: { ends: [one, other], via, count, filters } }, isNew);
      },
    );
  }

  open(id, isNew = true) {
    return this.latest(
      () => this.load(id),
      ({ omitted }) => {
        super.open(id, isNew);
        if (omitted) this.card.note(`The card leaves out ${omitted.toLocaleString("en")} of the claims about it.`);
      },
    );
  }

  // Whatever is still on its way is for what was left.
  clear() {
    this.turn += 1;
    byId("panel").removeAttribute("aria-busy");
    super.clear();
  }
}
