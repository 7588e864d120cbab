// Questions made from the claims: undisputed ones of standard textbooks only, with their source.
import { compareTexts } from "./arcs.js";
import { citeAll, listed, notesOf, stateClaim } from "./telling.js";

const isCertain = (piece) => piece.standing === "textbook" && !piece.hedged && !piece.indirect;

// Relations worth asking for, each with the question about its subject.
const WHERE = {
  "soma:arisesFrom": "Where does it arise from?",
  "soma:insertsOn": "Where does it insert?",
  "soma:attachesTo": "What does it attach to?",
  "soma:innervatedBy": "What innervates it?",
  "soma:suppliedBy": "What supplies it with blood?",
  "soma:hasAction": "What does it do?",
  "soma:passesThrough": "What does it pass through?",
  "soma:liesInFrontOf": "What lies behind it?",
  "soma:branchOf": "What is it a branch of?",
  "soma:receivesFibresFrom": "Where do its fibres come from?",
};

// Ways that lead from one structure to the next, for what lies between two of them.
const ALONG = ["soma:arisesFrom", "soma:insertsOn", "soma:attachesTo", "soma:continuousWith", "soma:passesThrough"];

// What very many things are joined to is no question.
const MOST_AROUND = 40;

// A fixed shuffle: the same order for everybody, yet no row of questions about one thing.
const mixed = (text) => {
  let hash = 2166136261;
  for (const c of text) hash = Math.imul(hash ^ c.codePointAt(0), 16777619);
  return hash >>> 0;
};

const told = (graph, claim) => {
  const evidence = claim.evidence.filter(isCertain);
  const notes = notesOf(evidence);
  const qualified = notes.length ? ` Qualified: ${notes.join("; ")}.` : "";
  return `${stateClaim(graph, claim)}${qualified} [${citeAll(evidence)}]`;
};

const attachmentQuestions = (graph, claims) => {
  const groups = new Map();
  for (const claim of claims) {
    if (!WHERE[claim.relation]) continue;
    const key = `${claim.subject} ${claim.relation}`;
    groups.set(key, [...(groups.get(key) || []), claim]);
  }
  return [...groups].map(([key, group]) => ({
    key,
    about: graph.entities.get(group[0].subject).label,
    ends: [group[0].subject],
    ask: WHERE[group[0].relation],
    answers: group.map((claim) => told(graph, claim)),
    claims: group,
  }));
};

// Two structures that no claim joins, and the things that are attached to both.
const betweenQuestions = (graph, claims) => {
  const touching = new Map();
  for (const claim of claims.filter(({ relation }) => ALONG.includes(relation))) {
    for (const [end, other] of [[claim.subject, claim.object], [claim.object, claim.subject]]) {
      if (!touching.has(end)) touching.set(end, new Map());
      touching.get(end).set(other, claim);
    }
  }
  const pairs = new Map();
  for (const [middle, around] of touching) {
    if (around.size > MOST_AROUND) continue;
    const ends = [...around.keys()].sort(compareTexts);
    for (const one of ends) {
      for (const other of ends) {
        if (one >= other || touching.get(one).has(other)) continue;
        if (graph.entities.get(one).kind === graph.entities.get(other).kind) continue;
        const key = `${one} ${other}`;
        pairs.set(key, [...(pairs.get(key) || []), [middle, around.get(one), around.get(other)]]);
      }
    }
  }
  const phrase = (id) => graph.entities.get(id).phrase;
  return [...pairs].map(([key, found]) => ({
    key,
    about: listed(key.split(" ").map(phrase)),
    ends: key.split(" "),
    ask: "What lies on a way from the one to the other?",
    isJoined: true,
    answers: found.map(
      ([middle, one, other]) =>
        `${graph.entities.get(middle).label}: ${told(graph, one)} ${told(graph, other)}`,
    ),
    claims: found.flatMap(([, one, other]) => [one, other]),
  }));
};

export const makeQuiz = (graph, disputes) => {
  const disputed = new Set(disputes.flatMap((dispute) => dispute.claims));
  const claims = [...graph.claims.values()].filter(
    (claim) => !disputed.has(claim.id) && claim.evidence.some(isCertain),
  );
  const questions = [...attachmentQuestions(graph, claims), ...betweenQuestions(graph, claims)];
  return questions.sort((one, other) => mixed(one.key) - mixed(other.key) || compareTexts(one.key, other.key));
};
