// The answer beside the picture: a list to choose from, each step with the evidence behind it.
import { citeAll, stateClaim } from "../engine/telling.js";
import { button, byId, element, list, opening } from "./elements.js";
import { WAYS_AWAY } from "./takeaway.js";
import { disputesOf, evidenceOf, revealEvidence, signsNotice, signsOf, takePart } from "./told.js";

const stepParts = (graph, step, isWeakest) => {
  const part = element("div", "", isWeakest ? "step weakest" : "step");
  part.append(element("div", step.sentence));
  const claims = step.claims.map((id) => graph.claims.get(id)).filter(Boolean);
  const summary = step.citation ? `[${step.citation}] ${step.sure}` : step.sure;
  const weak = isWeakest ? ` \u00b7 the weakest step` : "";
  if (claims.length) part.append(evidenceOf(graph, claims, summary + weak));
  else part.append(element("div", summary, "quiet"));
  for (const detail of step.details) part.append(element("div", detail, "quiet"));
  // Siblings that were folded into the step, each with its own evidence.
  const folded = step.folded.map((id) => graph.claims.get(id)).filter(Boolean);
  if (folded.length) {
    const rows = folded.map((claim) => {
      const row = element("div", stateClaim(graph, claim));
      row.append(element("div", `[${citeAll(claim.evidence)}] ${claim.evidence[0].sure}`));
      return row;
    });
    part.append(opening(step.same, [list("ul", rows)], "same quiet"));
  } else if (step.same) part.append(element("div", step.same, "quiet"));
  return part;
};

// The weakest step is marked unless all are alike.
const stepsOf = (graph, { steps, weakest }) => {
  const differ = new Set(steps.map((step) => step.sure)).size > 1;
  return steps.map((step, i) => stepParts(graph, step, differ && i === weakest));
};

const cautionsOf = ({ cautions }) => cautions.map((caution) => element("div", caution, "caution"));

export class AnswerView {
  // `handlers`: onChoose(number or "anatomy"), onRelax(change), onMore(), onSources(), take(way).
  constructor(graph, handlers) {
    Object.assign(this, { graph, handlers, answer: null });
  }

  // `notes` tell how names were read, `narrowed` what was left out; a fixed answer cannot be asked on.
  show(answer, { notes = [], narrowed = [], isFixed = false }) {
    Object.assign(this, { answer, isFixed });
    const view = byId("answer");
    view.hidden = false;
    view.replaceChildren(
      element("h2", answer.question),
      ...notes.map((note) => element("p", note, "quiet")),
      ...this.narrowedPart(narrowed),
      ...(answer.empty ? this.emptyPart() : []),
      ...answer.denied.map((denial) => element("p", denial, "denial")),
      ...answer.unsaid.map((line) => element("p", line, "unsaid")),
      ...signsNotice(answer.signs, view),
      this.connectionList(),
      ...this.omittedPart(),
      ...signsOf(answer.signs),
      ...disputesOf(answer.disputed),
      ...this.anatomyPart(),
      ...this.commonPart(),
      ...this.sourcesPart(),
      takePart(WAYS_AWAY, this.handlers.take),
    );
  }

  hide() {
    this.answer = null;
    byId("answer").hidden = true;
    byId("answer").replaceChildren();
  }

  narrowedPart(narrowed) {
    if (!narrowed.length) return [];
    const part = element("p", "", "narrowed");
    part.append(...narrowed.map((line) => element("span", `${line} `)));
    if (!this.isFixed) {
      part.append(button("Leave nothing out", "link", () => this.handlers.onRelax({ change: "nothing" })));
    }
    return [part];
  }

  sourcesPart() {
    if (this.isFixed) return [];
    const part = element("p", "According to all sources that are ticked in the legend. ", "quiet");
    part.append(button("Choose whom to hear", "link", () => this.handlers.onSources()));
    return [part];
  }

  emptyPart() {
    const part = element("div", "", "empty");
    part.append(element("p", "Nothing here connects them."), element("p", this.answer.suggestion));
    const { change } = this.answer;
    if (change && !this.isFixed) part.append(button("Ask it that way", "action", () => this.handlers.onRelax(change)));
    return [part];
  }

  connectionList() {
    const rows = this.answer.connections.map((connection, i) => {
      const row = document.createDocumentFragment();
      const pick = button(connection.heading, "pick", () => this.handlers.onChoose(i + 1));
      pick.append(element("span", connection.certainty, "certainty"));
      row.append(pick, ...stepsOf(this.graph, connection), ...cautionsOf(connection));
      return row;
    });
    return list("ol", rows, "connections");
  }

  omittedPart() {
    const { omitted, truncated } = this.answer;
    if (!omitted) return truncated ? [element("p", "The search was cut off; more connections may exist.", "quiet")] : [];
    const part = element("p", `Not shown: ${truncated ? "at least " : ""}${omitted} more connections. `, "quiet");
    if (!this.isFixed) part.append(button("Show more", "link", () => this.handlers.onMore()));
    return [part];
  }

  anatomyPart() {
    const { anatomical, noAnatomy } = this.answer;
    if (!anatomical && !noAnatomy) return [];
    const part = element("div", "", "body-alone");
    part.append(element("h3", "By anatomy alone, what the body has"));
    const { families = [], standings = [] } = this.answer.asked.filters || {};
    if (families.length || standings.length) {
      part.append(element("p", "This rests on reference works, whatever kinds were left out above.", "quiet"));
    }
    if (!anatomical) part.append(element("p", noAnatomy));
    else {
      const pick = button(anatomical.heading, "pick", () => this.handlers.onChoose("anatomy"));
      pick.append(element("span", anatomical.certainty, "certainty"));
      part.append(pick, ...stepsOf(this.graph, anatomical), ...cautionsOf(anatomical));
    }
    return [part];
  }

  commonPart() {
    const { common } = this.answer;
    if (!common.length) return [];
    const rows = common.map((steps) => {
      const row = element("div");
      row.append(...steps.map((step) => stepParts(this.graph, step, false)));
      return row;
    });
    return [element("h3", "In common, which is no connection"), list("ul", rows)];
  }

  // Opens the evidence of a claim, in the chosen connection first; whether it is told here.
  reveal(id) {
    const chosen = byId("answer").querySelector(".pick[aria-current]")?.parentElement;
    return !byId("answer").hidden && revealEvidence([...(chosen ? [chosen] : []), byId("answer")], id);
  }

  // Marks the connection that the picture shows, and returns it.
  mark(choice) {
    for (const pick of byId("answer").querySelectorAll(".pick")) pick.removeAttribute("aria-current");
    const { connections, anatomical } = this.answer;
    const chosen = choice === "anatomy" ? anatomical : connections[choice - 1];
    const where = choice === "anatomy" ? ".body-alone .pick" : `.connections > li:nth-child(${choice}) .pick`;
    byId("answer").querySelector(where)?.setAttribute("aria-current", "true");
    return chosen;
  }
}
