// Answers and cards as plain text with their citations and what these stand for, to be pasted
// elsewhere. The warning signs and the line that this is no advice always come with it.
import { alternativesOf, cardUnsaid, citeAll, notesOf, stateClaim, stepsOf, tellSigns } from "./telling.js";

const stepLines = (step) => [
  `    ${step.sentence}`,
  `      ${step.citation ? `[${step.citation}] ${step.sure}` : `(${step.sure})`}`,
  ...step.details.map((detail) => `      ${detail}`),
  ...(step.same ? [`      ${step.same}`] : []),
];

const connectionLines = (connection, head) => [
  `${head}${connection.heading} \u00b7 ${connection.certainty}`,
  ...connection.steps.flatMap(stepLines),
  ...connection.cautions.map((caution) => `    ${caution}`),
];

// What the short citations stand for, a line for each work.
export const referencesOf = (graph, claims) => {
  const works = new Set(claims.flatMap(({ evidence }) => evidence.map((piece) => piece.source)));
  const known = [...works].map((id) => graph.sources.get(id)).filter((work) => work?.reference);
  return known.map(({ label, reference }) => `${label}: ${reference}`).sort();
};

// The claims that an answer rests on.
export const claimsOfAnswer = (graph, { connections, anatomical, common }) => {
  const steps = [...connections.flatMap((one) => one.steps), ...(anatomical?.steps || []), ...common.flat()];
  const ids = new Set(steps.flatMap((step) => step.claims));
  return [...ids].map((id) => graph.claims.get(id));
};

const joined = (parts) =>
  `${parts.map((part) => part.filter(Boolean).join("\n")).filter(Boolean).join("\n\n")}\n`;

const sourcesPart = (graph, claims) => {
  const references = referencesOf(graph, claims);
  return references.length ? ["Sources:", ...references.map((line) => `    ${line}`)] : [];
};

// `narrowed` tells what the question left out.
export const answerText = (graph, answer, { narrowed, disclaimer }) => {
  const { connections, anatomical, common, disputed } = answer;
  const alone = anatomical
    ? connectionLines(anatomical, "By anatomy alone, what the body has: ")
    : [answer.noAnatomy && `By anatomy alone: ${answer.noAnatomy}`];
  return joined([
    [answer.question, ...narrowed],
    answer.empty ? ["Nothing here connects them.", answer.suggestion] : [],
    answer.denied,
    answer.unsaid,
    ...connections.map((connection, i) => connectionLines(connection, `${i + 1}  `)),
    answer.omitted ? [`Not shown: ${answer.truncated ? "at least " : ""}${answer.omitted} more connections.`] : [],
    answer.signs,
    ...disputed.map(([about, ...sides]) => [about, ...sides.map((side) => `    - ${side}`)]),
    alone,
    common.length ? ["In common, which is no connection:"] : [],
    ...common.map((steps) => steps.flatMap(stepLines)),
    sourcesPart(graph, claimsOfAnswer(graph, answer)),
    [disclaimer],
  ]);
};

// How a practice is done, a line for each step.
const stepTexts = (graph, id) =>
  stepsOf(graph, id).map(({ object, evidence }) => {
    const { order, definition, label } = graph.entities.get(object);
    const instead = alternativesOf(graph, object).map((other) => {
      const { definition: words, label: name } = graph.entities.get(other.object);
      return ` Or: ${words || name} [${citeAll(other.evidence)}]`;
    });
    return `${order}. ${definition || label} [${citeAll(evidence)}]${instead.join("")}`;
  });

// What is told of an entity before its claims.
export const cardHead = (graph, id) => {
  const { definition, see, note, denied } = graph.entities.get(id);
  return [
    definition && `${definition}${see ? ` [our words; see ${see}]` : ""}`,
    ...stepTexts(graph, id),
    ...cardUnsaid(graph, id),
    ...(denied || []),
    note,
  ].filter(Boolean);
};

export const cardText = (graph, data, id) => {
  const { label, kindLabel } = graph.entities.get(id);
  const steps = stepsOf(graph, id);
  const claims = graph.claimsAbout(id);
  const named = claims.flatMap((claim) => [claim.subject, claim.object]);
  const rows = claims
    .filter((claim) => !steps.includes(claim))
    .flatMap((claim) => [
      `    ${stateClaim(graph, claim, claim.subject === id)}`,
      `      [${citeAll(claim.evidence)}] ${claim.evidence[0].sure}`,
      ...notesOf(claim.evidence).map((note) => `      Qualified: ${note}.`),
    ]);
  return joined([
    [label + (kindLabel ? ` (${kindLabel})` : "")],
    cardHead(graph, id),
    tellSigns(graph, data.signs, [id, ...named]),
    rows.length ? ["Claims:", ...rows] : [],
    sourcesPart(graph, claims),
    [data.disclaimer],
  ]);
};
