// The same as a table, for those who do not see the picture or want to read on.
import { stateClaim } from "../engine/telling.js";
import { byId, cardLink, element } from "./elements.js";

const MOST = 400;

const row = (cells, tag = "td") => {
  const made = element("tr");
  for (const cell of cells) {
    const made_cell = element(tag);
    made_cell.append(cell);
    if (tag === "th") made_cell.scope = "col";
    made.append(made_cell);
  }
  return made;
};

// `claims` are shown as they are told, with their evidence; `what` says which ones they are.
export const showTable = (graph, claims, what, go) => {
  const table = element("table");
  const shown = claims.slice(0, MOST);
  const cut = claims.length > MOST ? `; the first ${MOST} are shown, ask or find to narrow them` : "";
  table.append(element("caption", `${what}: ${claims.length} claim${claims.length === 1 ? "" : "s"}${cut}`));
  const head = element("thead");
  head.append(row(["Of", "What is said", "Who says it, and how surely", "Where"], "th"));
  const body = element("tbody");
  for (const claim of shown) {
    const { evidence } = claim;
    const each = (told) => {
      const cell = document.createDocumentFragment();
      for (const piece of evidence) cell.append(element("div", told(piece)));
      return cell;
    };
    body.append(
      row([
        cardLink(graph.entities.get(claim.subject).label, claim.subject, go),
        stateClaim(graph, claim),
        each((piece) => piece.sure),
        each((piece) => piece.cite),
      ]),
    );
  }
  table.append(head, body);
  byId("table").replaceChildren(table);
};
