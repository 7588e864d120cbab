// The card of one entity, or of one claim.
import { cardUnsaid, stateBearing, stateClaim, stepsOf, tellSigns } from "../engine/telling.js";
import { compareTexts } from "../engine/arcs.js";
import { addressOf, button, byId, cardLink, element, focusIfLost, list, opening, outLink } from "./elements.js";
import { WAYS_AWAY } from "./takeaway.js";
import { claimRow, evidenceOf, revealEvidence, signsNotice, signsOf, stepRow, takePart } from "./told.js";

const HEADINGS = {
  practical: "In practice",
  causal: "Said to lead to, or to come from",
  functional: "Work and relation",
  anatomical: "In the body",
};

// Rows that are listed at once, things that the picture shows around one, and from how many claims
// on the anatomical ones open only on demand.
const PORTION = 120, AROUND = 150, MANY = 40;

export class CardView {
  // `handlers`: go(id), ask(id, end): start a question with it, onFamilies(): what is open has
  // changed, take(way).
  constructor(graph, data, handlers) {
    Object.assign(this, { graph, data, handlers, claims: [] });
  }

  clear() {
    this.claims = [];
    byId("card").replaceChildren();
  }

  // Tells a line, with buttons for what may have been meant: {words, onClick}.
  tell(line, ways = []) {
    const row = element("p", "", "actions");
    for (const { words, onClick } of ways) row.append(button(words, "action", onClick), " ");
    byId("card").replaceChildren(element("p", line), ...(ways.length ? [row] : []));
  }

  // Puts a line above whatever is shown.
  note(line) {
    byId("card").prepend(element("p", line, "narrowed"));
  }

  show(id) {
    const { graph, data } = this;
    const entity = graph.entities.get(id);
    this.claims = graph.claimsAbout(id);
    const named = this.claims.flatMap((claim) => [claim.subject, claim.object]);
    const steps = stepsOf(graph, id);
    const signs = tellSigns(graph, data.signs, [id, ...named]);
    byId("card").replaceChildren(
      ...this.head(entity),
      ...signsNotice(signs, byId("card")),
      ...this.stepsPart(entity, steps),
      ...cardUnsaid(graph, id).map((line) => element("p", line, "unsaid")),
      ...(entity.denied || []).map((denial) => element("p", denial, "denial")),
      ...(entity.note ? [element("p", entity.note, "caution")] : []),
      ...this.claimParts(entity, this.claims.filter((claim) => !steps.includes(claim))),
      ...signsOf(signs),
      takePart(WAYS_AWAY, this.handlers.take),
    );
  }

  // What goes with the card in the picture: the claims of the parts that are open, as far as the
  // picture has room, and how many it leaves out.
  pictured(id) {
    const closed = [...byId("card").querySelectorAll(".family:not([open])")].map(({ dataset }) => dataset.family);
    const open = this.claims.filter((claim) => !closed.includes(this.graph.relations.get(claim.relation).family));
    const all = [...new Set([id, ...open.flatMap((claim) => [claim.subject, claim.object])])];
    const entities = all.slice(0, AROUND);
    const shown = new Set(entities);
    const claims = open.filter(({ subject, object }) => shown.has(subject) && shown.has(object));
    return { entities, claims: claims.map((claim) => claim.id), omitted: all.length - entities.length };
  }

  head(entity) {
    const { graph, handlers } = this;
    const parts = [element("h2", entity.label), element("p", entity.kindLabel || "no kind stated", "quiet")];
    if (entity.definition) parts.push(element("p", entity.definition));
    if (entity.see) parts.push(element("p", `Our words; see ${entity.see}.`, "quiet"));
    const others = [...(entity.usual || []), ...(entity.names || [])];
    if (others.length) parts.push(element("p", `Also called: ${others.join(", ")}`));
    if (entity.mappings?.length) {
      const row = element("p", "In other vocabularies: ");
      entity.mappings.forEach(([match, id], i) => {
        row.append(i ? ", " : "", outLink(id, addressOf(id, this.data.prefixes)), ` (${match})`);
      });
      parts.push(row);
    }
    if (entity.bearer) {
      const row = element("p", `${stateBearing(graph, entity.id)} `);
      row.append(cardLink("its card", entity.bearer, handlers.go));
      parts.push(row);
    }
    const states = graph.statesOf(entity.id);
    if (states.length) {
      const row = element("p", "States: ");
      states.forEach((state, i) => {
        row.append(i ? ", " : "", cardLink(graph.entities.get(state).label, state, handlers.go));
      });
      parts.push(row);
    }
    const asks = element("p", "", "actions");
    asks.append(
      button("What connects it to \u2026?", "action", () => handlers.ask(entity.id, "from")), " ",
      button("\u2026 to it?", "action", () => handlers.ask(entity.id, "to")),
    );
    return [...parts, asks];
  }

  // How a practice is done.
  stepsPart(entity, steps) {
    if (!steps.length) return [];
    const { graph, data, handlers } = this;
    const rows = steps.map((claim) => stepRow(graph, claim, entity.id, handlers.go, data.disputes));
    return [element("h3", "The steps, in order"), list("ul", rows, "steps")];
  }

  claimParts(entity, touching) {
    const { graph, data, handlers } = this;
    const { id } = entity;
    const other = (claim) => graph.entities.get(claim.subject === id ? claim.object : claim.subject);
    const order = (one, two) =>
      (one.subject !== id) - (two.subject !== id) ||
      compareTexts(one.relation, two.relation) ||
      compareTexts(other(one).label, other(two).label);
    const parts = [element("h3", `Claims (${this.claims.length})`)];
    if (!this.claims.length) parts.push(element("p", "Nothing here is said of it."));
    for (const [family, words] of Object.entries(HEADINGS)) {
      const claims = touching.filter((claim) => graph.relations.get(claim.relation).family === family).sort(order);
      if (!claims.length) continue;
      const rowOf = (claim) => claimRow(graph, claim, id, handlers.go, data.disputes);
      const part = opening(`${words} (${claims.length})`, this.portions(claims, rowOf), "family");
      part.dataset.family = family;
      part.open = touching.length <= MANY || family !== "anatomical";
      part.addEventListener("toggle", () => this.handlers.onFamilies());
      parts.push(part);
    }
    return parts;
  }

  // A long list in portions, the next on demand.
  portions(claims, rowOf) {
    const rows = list("ul", claims.slice(0, PORTION).map(rowOf));
    const rest = claims.slice(PORTION);
    if (!rest.length) return [rows];
    const more = button(`${rest.length} more`, "action", () => {
      const next = this.portions(rest, rowOf);
      more.replaceWith(...next);
      focusIfLost(next[0].querySelector("a"));
    });
    return [rows, more];
  }

  // Opens the evidence of a claim where the card tells it; whether it does.
  reveal(id) {
    return revealEvidence([byId("card")], id);
  }

  // Shows one claim, as a line of the picture stands for it.
  showClaim(claim) {
    this.claims = [claim];
    const { graph, handlers, data } = this;
    const ways = element("p", "", "actions");
    for (const id of [claim.subject, claim.object]) {
      ways.append(button(graph.entities.get(id).label, "action", () => handlers.go(id)), " ");
    }
    const evidence = evidenceOf(graph, [claim], "Who says it, where, and how sure");
    evidence.open = true;
    const disputes = data.disputes.filter(({ claims }) => claims.includes(claim.id));
    byId("card").replaceChildren(
      element("h2", stateClaim(graph, claim)),
      evidence,
      ...disputes.flatMap(({ told }) => [element("p", told[0], "dispute"), list("ul", told.slice(1))]),
      ways,
      ...signsOf(tellSigns(graph, data.signs, [claim.subject, claim.object])),
    );
  }
}
