// The card of one entity, or of one claim.
import { cardUnsaid, stateBearing, stateClaim, tellSigns } from "../engine/telling.js";
import { compareTexts } from "../engine/arcs.js";
import { button, byId, cardLink, element, list, opening, outLink } from "./elements.js";
import { CARD_WAYS } from "./takeaway.js";
import { claimRow, evidenceOf, signsOf, stepRow, takePart } from "./told.js";

const FAMILIES = {
  practical: "In practice",
  causal: "Said to lead to, or to come from",
  functional: "Work and relation",
  anatomical: "In the body",
};

// Rows that are listed at once, and things that the picture shows around one.
const PORTION = 120, AROUND = 150;

export class CardView {
  // `handlers`: go(id), ask(id, end): start a question with it, take(way).
  constructor(graph, data, handlers) {
    Object.assign(this, { graph, data, handlers });
  }

  clear() {
    byId("card").replaceChildren();
  }

  tell(...lines) {
    byId("card").replaceChildren(...lines.map((line) => element("p", line)));
  }

  // Shows a card; returns the entities and claims that go with it.
  show(id) {
    const { graph, data } = this;
    const entity = graph.entities.get(id);
    const touching = graph.claimsAbout(id);
    const named = touching.flatMap((claim) => [claim.subject, claim.object]);
    byId("card").replaceChildren(
      ...this.head(entity),
      ...this.stepsPart(entity, touching),
      ...cardUnsaid(graph, id).map((line) => element("p", line, "unsaid")),
      ...(entity.denied || []).map((denial) => element("p", denial, "denial")),
      ...this.claimParts(entity, touching.filter((claim) => !this.isStep(claim, id))),
      ...(entity.note ? [element("p", entity.note, "caution")] : []),
      ...signsOf(tellSigns(graph, data.signs, [id, ...named])),
      takePart(CARD_WAYS, this.handlers.take),
    );
    const entities = [...new Set([id, ...named])].slice(0, AROUND);
    const shown = new Set(entities);
    const claims = touching.filter(({ subject, object }) => shown.has(subject) && shown.has(object));
    return { entities, claims: claims.map((claim) => claim.id) };
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
      entity.mappings.forEach(([match, curie, address], i) => {
        row.append(i ? ", " : "", outLink(curie, address), ` (${match})`);
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

  isStep(claim, id) {
    return claim.subject === id && Boolean(this.graph.entities.get(claim.object).order);
  }

  // How a practice is done: its steps, in order.
  stepsPart(entity, touching) {
    const { graph, data, handlers } = this;
    const order = (claim) => graph.entities.get(claim.object).order;
    const steps = touching.filter((claim) => this.isStep(claim, entity.id));
    if (!steps.length) return [];
    const rows = steps
      .sort((one, other) => order(one) - order(other) || compareTexts(one.id, other.id))
      .map((claim) => stepRow(graph, claim, entity.id, handlers.go, data.disputes));
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
    const parts = [element("h3", `Claims (${touching.length})`)];
    if (!touching.length) parts.push(element("p", "Nothing here is said of it."));
    for (const [family, words] of Object.entries(FAMILIES)) {
      const claims = touching.filter((claim) => graph.relations.get(claim.relation).family === family).sort(order);
      if (!claims.length) continue;
      const rowOf = (claim) => claimRow(graph, claim, id, handlers.go, data.disputes);
      const part = opening(`${words} (${claims.length})`, this.portions(claims, rowOf), "family");
      part.open = touching.length <= 40 || family !== "anatomical";
      parts.push(part);
    }
    return parts;
  }

  // A long list in portions, the next on demand.
  portions(claims, rowOf) {
    const rows = list("ul", claims.slice(0, PORTION).map(rowOf));
    const rest = claims.slice(PORTION);
    if (!rest.length) return [rows];
    const more = button(`${rest.length} more`, "action", () => more.replaceWith(...this.portions(rest, rowOf)));
    return [rows, more];
  }

  // Shows one claim, as a line of the picture stands for it.
  showClaim(claim) {
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
