// What answers and cards have in common: sentences, evidence that opens, warning signs.
import { alternativesOf, citeAll, notesOf, stateClaim } from "../engine/telling.js";
import { button, cardLink, element, list, opening } from "./elements.js";

// Buttons for the ways to take something away; one that worked says so for a moment.
export const takePart = (ways, take) => {
  const part = element("div", "", "take");
  part.append(element("h3", "Take it away"));
  for (const [way, words] of Object.entries(ways)) {
    const made = button(words, "action", async () => {
      made.textContent = (await take(way)) ? "Done" : "That did not work";
      setTimeout(() => { made.textContent = words; }, SHOWN_FOR);
    });
    part.append(made, " ");
  }
  return part;
};

// So that nobody has to come upon them.
export const signsNotice = (signs, view) => {
  if (!signs.length) return [];
  const part = element("p", "", "notice");
  const first = () => view.querySelector(".signs").scrollIntoView({ block: "start" });
  part.append(button("Some signs need a doctor: see below.", "link", first));
  return [part];
};

export const signsOf = (signs) => signs.map((sign) => element("p", sign, "signs"));

const SHOWN_FOR = 2000;

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
  const made = opening(summary, [list("ul", rows)], "evidence quiet");
  made.dataset.claims = claims.map(({ id }) => id).join("\n");
  return made;
};

// Opens the evidence of a claim where a part of the page tells it; whether it did.
export const revealEvidence = (parts, id) => {
  const told = parts.flatMap((part) => [...part.querySelectorAll(".evidence")]);
  const found = told.find(({ dataset }) => dataset.claims.split("\n").includes(id));
  if (!found) return false;
  for (let part = found; part; part = part.parentElement.closest("details")) part.open = true;
  found.scrollIntoView({ block: "center" });
  found.querySelector("summary").focus({ preventScroll: true });
  return true;
};

// A sentence in which the other thing is a way to its card.
const linkedSentence = (graph, claim, here, go) => {
  const other = claim.subject === here ? claim.object : claim.subject;
  const sentence = stateClaim(graph, claim, claim.subject === here);
  const { phrase, label } = graph.entities.get(other);
  const row = element("div");
  if (sentence.toLowerCase().startsWith(`${phrase.toLowerCase()} `)) {
    row.append(cardLink(sentence.slice(0, phrase.length), other, go), element("span", sentence.slice(phrase.length)));
    return row;
  }
  // "a kind of" drops the article.
  const end = [phrase, phrase.replace(/^(?:an?|the) /, "")].find((words) => sentence.endsWith(` ${words}.`));
  if (end) {
    row.append(element("span", sentence.slice(0, -end.length - 1)), cardLink(end, other, go), ".");
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

// A step of a practice: what is done, or done instead, then the claims that say so.
export const stepRow = (graph, claim, here, go, disputes) => {
  const { order, definition, label } = graph.entities.get(claim.object);
  const row = element("div");
  const tell = (words, told, from) => {
    const said = claimRow(graph, told, from, go, disputes);
    said.classList.add("quiet");
    row.append(element("div", words, "done"), said);
  };
  tell(`${order}. ${definition || label}`, claim, here);
  for (const other of alternativesOf(graph, claim.object)) {
    const instead = graph.entities.get(other.object);
    tell(`Or: ${instead.definition || instead.label}`, other, claim.object);
  }
  return row;
};

export const disputesOf = (disputed) =>
  disputed.map(([about, ...sides]) => {
    const part = element("div", "", "dispute");
    part.append(element("p", about), list("ul", sides));
    return part;
  });

