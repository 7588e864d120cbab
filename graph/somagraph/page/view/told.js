// What answers and cards have in common: sentences, evidence that opens, warning signs.
import { citeAll, notesOf, stateClaim } from "../engine/telling.js";
import { button, cardLink, element, list, opening } from "./elements.js";

// Buttons for the ways to take something away.
export const takePart = (ways, take) => {
  const part = element("div", "", "take");
  part.append(element("h3", "Take it away"));
  for (const [way, words] of Object.entries(ways)) part.append(button(words, "action", () => take(way)), " ");
  return part;
};

export const signsOf = (signs) => signs.map((sign) => element("p", sign, "signs"));

// One piece of evidence in full: who, where, how sure, what kind of link, what it is qualified by.
const evidenceRow = (graph, piece) => {
  const source = graph.sources.get(piece.source);
  const speaker = piece.speaker ? graph.sources.get(piece.speaker)?.label || piece.speaker : "";
  const row = element("div");
  row.append(
    element("div", `${speaker ? `${speaker}, told in ` : ""}${source?.reference || source?.label || piece.source}`),
    element("div", piece.locator ? `Place: ${piece.locator}` : "No place in it is given."),
    element("div", piece.sure),
  );
  if (piece.note) row.append(element("div", `Qualified: ${piece.note}`));
  return row;
};

export const evidenceOf = (graph, claims, summary) => {
  const rows = claims.flatMap((claim) => claim.evidence).map((piece) => evidenceRow(graph, piece));
  return opening(summary, [list("ul", rows)], "evidence quiet");
};

// A sentence in which the other thing is a way to its card.
export const linkedSentence = (graph, claim, here, go) => {
  const other = claim.subject === here ? claim.object : claim.subject;
  const sentence = stateClaim(graph, claim, claim.subject === here);
  const { phrase, label } = graph.entities.get(other);
  const row = element("div");
  if (sentence.toLowerCase().startsWith(`${phrase.toLowerCase()} `)) {
    row.append(cardLink(sentence.slice(0, phrase.length), other, go), element("span", sentence.slice(phrase.length)));
  } else if (sentence.endsWith(`${phrase}.`)) {
    row.append(element("span", sentence.slice(0, -phrase.length - 1)), cardLink(phrase, other, go), ".");
  } else row.append(element("span", `${sentence} `), cardLink(label, other, go));
  return row;
};

export const claimRow = (graph, claim, here, go, disputes) => {
  const row = linkedSentence(graph, claim, here, go);
  const notes = notesOf(claim.evidence);
  row.append(evidenceOf(graph, [claim], `[${citeAll(claim.evidence)}] ${claim.evidence[0].sure}`));
  if (notes.length) row.append(element("div", `Qualified: ${notes.join("; ")}`, "quiet"));
  for (const { told } of disputes.filter(({ claims }) => claims.includes(claim.id))) {
    row.append(element("div", told[0], "dispute"));
  }
  return row;
};

// A step of a practice: what is done, then the claim that it is one.
export const stepRow = (graph, claim, here, go, disputes) => {
  const { order, definition, label } = graph.entities.get(claim.object);
  const row = element("div");
  row.append(element("div", `${order}. ${definition || label}`, "done"));
  const said = claimRow(graph, claim, here, go, disputes);
  said.classList.add("quiet");
  row.append(said);
  return row;
};

export const disputesOf = (disputed) =>
  disputed.map(([about, ...sides]) => {
    const part = element("div", "", "dispute");
    part.append(element("p", about), list("ul", sides));
    return part;
  });

