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

const claimRow = (app, claim) => {
  const { graph, data: { disputes } } = app;
  const { id, subject, evidence } = claim;
  const notes = notesOf(evidence).map((note) => `Qualified: ${note}.`);
  const disputed = disputes.filter(({ claims }) => claims.includes(id)).map(({ told }) => told[0]);
  return rowOf([
    cardLink(graph.entities.get(subject).label, subject, (other) => app.open(other)),
    lines([stateClaim(graph, claim), ...notes, ...disputed]),
    lines(evidence.map(({ sure }) => sure)),
    lines(evidence.map(({ cite }) => cite)),
  ]);
};

// What the picture shows: the chosen connection, all claims of a card, or all that is not left out.
const shownIn = ({ graph, data, picture, state: { about }, chosen }) => {
  if (about) return [`About ${graph.entities.get(about).phrase}`, graph.claimsAbout(about)];
  const all = [...graph.claims.values()];
  if (!picture.lit) return [data.served ? "In the picture" : "All that is not left out", all.filter((claim) => picture.isKept(claim))];
  return [chosen ? "The chosen connection" : "Chosen", all.filter(({ id }) => picture.litClaims.has(id))];
};

export const showTable = (app) => {
  if (byId("table").hidden) return;
  const [what, claims] = shownIn(app);
  const table = element("table");
  table.append(element("caption", `${what}: ${claims.length} claim${claims.length === 1 ? "" : "s"}`));
  const head = element("thead");
  head.append(rowOf(["Of", "What is said", "Who says it, and how surely", "Where"], "th"));
  const body = element("tbody");
  const rest = [...claims];
  const more = button("", "action", () => add());
  const add = () => {
    body.append(...rest.splice(0, PORTION).map((claim) => claimRow(app, claim)));
    more.textContent = `${rest.length} more`;
    more.hidden = !rest.length;
  };
  add();
  table.append(head, body);
  byId("table").replaceChildren(table, more);
};

// The table takes the place of the picture, and gives it back.
export const toggleTable = (app) => {
  const isTable = byId("table").hidden;
  byId("table").hidden = !isTable;
  for (const part of ["picture", "zooms"]) byId(part).inert = isTable;
  byId("tabular").setAttribute("aria-pressed", String(isTable));
  showTable(app);
  if (isTable) byId("table").focus();
};
