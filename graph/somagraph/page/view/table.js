// The same as a table, for those who do not see the picture or want to read on.
import { notesOf, stateClaim } from "../engine/telling.js";
import { button, byId, cardLink, clean, element } from "./elements.js";

const PORTION = 400;

const rowOf = (cells, tag = "td") => {
  const made = element("tr");
  for (const cell of cells) {
    const box = element(tag);
    box.append(typeof cell === "string" ? clean(cell) : cell);
    if (tag === "th") box.scope = "col";
    made.append(box);
  }
  return made;
};

const lines = (texts) => {
  const cell = document.createDocumentFragment();
  for (const text of texts) cell.append(element("div", text));
  return cell;
};

const claimRow = (graph, disputes, claim, go) => {
  const { id, subject, evidence } = claim;
  const notes = notesOf(evidence).map((note) => `Qualified: ${note}.`);
  const disputed = disputes.filter(({ claims }) => claims.includes(id)).map(({ told }) => told[0]);
  return rowOf([
    cardLink(graph.entities.get(subject).label, subject, go),
    lines([stateClaim(graph, claim), ...notes, ...disputed]),
    lines(evidence.map(({ sure }) => sure)),
    lines(evidence.map(({ cite }) => cite)),
  ]);
};

// `claims` are shown as they are told, with their evidence; `what` says which ones they are.
export const showTable = (graph, disputes, claims, what, go) => {
  const table = element("table");
  table.append(element("caption", `${what}: ${claims.length} claim${claims.length === 1 ? "" : "s"}`));
  const head = element("thead");
  head.append(rowOf(["Of", "What is said", "Who says it, and how surely", "Where"], "th"));
  const body = element("tbody");
  const rest = [...claims];
  const more = button("", "action", () => add());
  const add = () => {
    body.append(...rest.splice(0, PORTION).map((claim) => claimRow(graph, disputes, claim, go)));
    more.textContent = `${rest.length} more`;
    more.hidden = !rest.length;
  };
  add();
  table.append(head, body);
  byId("table").replaceChildren(table, more);
};
