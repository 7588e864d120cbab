// Answers and claims in words, each hedge where its source has it: wording.py and telling.py.
import { claimsOf, compareTexts, KIND_OF, REFERENCES } from "./arcs.js";
import { connect, MOST_HOPS } from "./answer.js";

export const listed = (words) =>
  [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" and ");

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

export const citeAll = (evidence) => [...new Set(evidence.map((piece) => piece.cite))].join("; ");

// A relation of two things as a sentence, read from subject to object or the other way.
const stateRelation = (graph, subject, relationId, object, forward) => {
  const relation = graph.relations.get(relationId);
  // What a class has some of has not therefore some of it: that is read as it is stated.
  const isOfClass = relationId !== KIND_OF && (graph.isClass(subject) || graph.isClass(object));
  const turned = !forward && !isOfClass && (relation.symmetric || relation.inverse[0]);
  const [first, last] = turned ? [object, subject] : [subject, object];
  const form = turned && !relation.symmetric ? relation.inverse : relation.label;
  const verb = form[graph.entities.get(first).plural ? 1 : 0];
  const { phrase } = graph.entities.get(last);
  const told = verb.endsWith("kind of") ? phrase.replace(/^(?:an?|the) /, "") : phrase;
  return `${capital(graph.entities.get(first).phrase)} ${verb} ${told}.`;
};

export const stateClaim = (graph, claim, forward = true) =>
  stateRelation(graph, claim.subject, claim.relation, claim.object, forward);

export const stateBearing = (graph, state) => {
  const { phrase, plural, bearer } = graph.entities.get(state);
  return `${capital(phrase)} ${plural ? "are" : "is"} a state of ${graph.entities.get(bearer).phrase}.`;
};

// The qualifiers of some evidence, each once.
export const notesOf = (evidence) => [...new Set(evidence.flatMap(({ note }) => note.split("; ")).filter(Boolean))];

const stepOrder = (graph) => (one, other) =>
  graph.entities.get(one.object).order - graph.entities.get(other.object).order ||
  compareTexts(one.id, other.id);

// How a practice is done: the claims that name its steps, in order.
export const stepsOf = (graph, id) =>
  graph
    .claimsAbout(id)
    .filter((claim) => claim.subject === id && claim.relation === "soma:hasStep")
    .sort(stepOrder(graph));

// The claims that name what may be done instead of a step.
export const alternativesOf = (graph, id) =>
  graph.claimsAbout(id).filter((claim) => claim.subject === id && claim.relation === "soma:hasAlternative");

// A step in words; a state's free link is part of the step beside it. `folded` are the entities of
// which the same is said, `siblings` the arcs that say it.
const tellArc = (graph, arc, folded, siblings) => {
  if (!arc.claim) {
    const sentence = stateBearing(graph, arc.forward ? arc.source : arc.target);
    const none = { citation: "", details: [], same: "", claims: [], folded: [] };
    return { ...none, sentence, forward: arc.forward, sure: "by its own name" };
  }
  const claims = claimsOf(arc);
  const [subject, object] = arc.forward ? [arc.source, arc.target] : [arc.target, arc.source];
  const evidence = claims.flatMap((claim) => claim.evidence);
  const worst = claims.reduce((a, b) => (b.evidence[0].rank > a.evidence[0].rank ? b : a));
  const notes = notesOf(evidence);
  const same = listed(folded.map((id) => graph.entities.get(id).phrase));
  const told = (claim) => `${stateClaim(graph, claim)} [${citeAll(claim.evidence)}]`;
  const ids = claims.map((claim) => claim.id);
  const also = new Set(siblings.flatMap(claimsOf).map((claim) => claim.id));
  return {
    sentence: stateRelation(graph, subject, arc.claim.relation, object, arc.forward),
    forward: arc.forward,
    citation: citeAll(evidence),
    sure: worst.evidence[0].sure,
    details: [
      ...(notes.length ? [`Qualified: ${notes.join("; ")}.`] : []),
      ...arc.premises.map((claim) => `It follows from: ${told(claim)}`),
    ],
    same: same ? `The same is said of ${same}.` : "",
    claims: ids,
    folded: same ? [...also].filter((id) => !ids.includes(id)) : [],
  };
};

const tellPath = (graph, path, group = { also: [], position: null }) => {
  const folded = group.also.map((other) => other.entities[group.position]);
  return path.arcs.flatMap((arc, i) => {
    if (!arc.claim && path.arcs.length > 1) return [];
    const beside = [i, i + 1].includes(group.position) ? folded : [];
    return [tellArc(graph, arc, beside, group.also.map((other) => other.arcs[i]))];
  });
};

const rankOf = (arc) => Math.max(0, ...claimsOf(arc).map((claim) => claim.evidence[0].rank));

// Of which of a kind and its sub-kind the claims beside a kind-of claim speak: what is said of a kind
// without a hedge holds of its sub-kinds; nothing holds the other way.
const kindCautions = (graph, arcs) =>
  arcs.flatMap((arc) => {
    if (!arc.claim || arc.premises.length || arc.claim.relation !== "soma:kindOf") return [];
    const { subject, object } = arc.claim;
    const [narrower, wider] = [subject, object].map((id) => graph.entities.get(id).phrase);
    const beside = arcs.filter((other) => other !== arc && other.claim);
    const at = (id) => beside.filter(({ source, target }) => source === id || target === id);
    const isHedged = at(object).some((other) => claimsOf(other).some((claim) => claim.evidence[0].hedged));
    return [
      ...(isHedged ? [`This is said of ${wider}, not of ${narrower} in particular.`] : []),
      ...(at(subject).length ? [`This is said of ${narrower}, not of ${wider} in general.`] : []),
    ];
  });

// Where two steps need some member of a class, which need not be the same one.
const classCautions = (graph, arcs) =>
  arcs.slice(1).flatMap((other, i) => {
    const one = arcs[i];
    const both = [one, other].every(({ claim }) => claim && claim.relation !== KIND_OF);
    if (!both || !graph.isClass(one.target) || !one.forward || other.forward) return [];
    return [`Both need some ${graph.entities.get(one.target).label}; it need not be the same one.`];
  });

const cautionsOf = (graph, arcs, joined) => {
  const claims = arcs.flatMap(claimsOf);
  const phrase = (id) => graph.entities.get(id).phrase;
  const cautions = joined ? ["No source cited states the whole."] : [];
  if (claims.length > 1 && claims.some((claim) => claim.relation === "soma:hasComponent")) {
    cautions.push("What is said of the combination is not said of each part of it.");
  }
  const ends = arcs.map((arc, i) => [i ? arc.target : arc.source, arc]);
  for (const [end, arc] of ends.sort((a, b) => compareTexts(a[0], b[0]))) {
    const { bearer } = graph.entities.get(end);
    if (!arc.claim && bearer && arcs.length > 1) {
      cautions.push(`This is said of ${phrase(bearer)} as such, not of this state of it.`);
    }
  }
  cautions.push(...kindCautions(graph, arcs), ...classCautions(graph, arcs));
  if (claims.some((claim) => graph.relations.get(claim.relation).mistaken)) {
    cautions.push("No source here says how to tell the two apart.");
  }
  const isReference = (piece) => REFERENCES.includes(piece.standing);
  if (claims.length && !claims.some((claim) => claim.evidence.some(isReference))) {
    cautions.push("No study is cited here.");
  }
  return cautions;
};

const tellGroup = (graph, group) => {
  const { arcs, hops } = group.path;
  const steps = tellPath(graph, group.path, group);
  const content = arcs.filter((arc) => arc.claim);
  const walked = content.length ? content : arcs;
  const ranks = walked.map(rankOf);
  const weakest = ranks.indexOf(Math.max(...ranks));
  const heading = ["a state and its bearer", "in one step"][hops] || `${hops} steps, joined here`;
  const alike = new Set(steps.map((step) => step.sure)).size === 1;
  const which = alike ? "all steps alike: " : `weakest: step ${weakest + 1}, `;
  const paths = [group.path, ...group.also];
  return {
    heading,
    certainty: (steps.length > 1 ? which : "") + steps[weakest].sure,
    weakest,
    cautions: cautionsOf(graph, arcs, hops > 1),
    entities: [...new Set(paths.flatMap((path) => path.entities))],
    claims: [...new Set(paths.flatMap((path) => path.claims))].sort(compareTexts),
    steps,
  };
};

// What sources deny between the ends, or between an end and something shown.
const findDenials = (graph, denials, ends, shown) => {
  const near = new Set(ends.flatMap((end) => [end, ...graph.statesOf(end)]));
  for (const end of ends) if (graph.entities.get(end).bearer) near.add(graph.entities.get(end).bearer);
  const around = new Set([...near, ...shown]);
  return denials.filter(
    ({ subject, object }) =>
      around.has(subject) && around.has(object) && (near.has(subject) || near.has(object)),
  );
};

// The warning signs of the complaints among some entities, wider kinds included.
export const tellSigns = (graph, signs, entities) => {
  const concerned = new Set(entities);
  for (const id of concerned) {
    for (const claim of graph.claimsAbout(id)) {
      if (claim.relation === "soma:kindOf" && claim.subject === id) concerned.add(claim.object);
    }
  }
  const groups = new Map();
  for (const sign of signs.filter((s) => s.complaints.some((id) => concerned.has(id)))) {
    if (!groups.has(sign.heading)) groups.set(sign.heading, { signs: [], sources: new Set() });
    groups.get(sign.heading).signs.push(sign.sign);
    groups.get(sign.heading).sources.add(sign.source);
  }
  return [...groups].map(
    ([heading, group]) => `${heading} with ${group.signs.join("; ")}. [${[...group.sources].join("; ")}]`,
  );
};

const relief = (graph, id) =>
  graph.claimsAbout(id).filter((claim) => claim.object === id && graph.relations.get(claim.relation).relief);

// What no source says of a complaint, for its card.
export const cardUnsaid = (graph, id) =>
  graph.entities.get(id).role === "complaint" && !relief(graph, id).length
    ? ["No source here says what relieves it."]
    : [];

const isOfBody = (graph, id) => graph.entities.get(graph.siteOf(id)).role === "body";

// Whether a reference work joins two things, or their sites, in any one claim.
const joinedAtOnce = (graph, one, other) => {
  const [starts, ends] = [one, other].map((id) => [id, graph.siteOf(id)]);
  return starts.some((start) =>
    graph.claimsAbout(start).some(
      ({ subject, object, evidence }) =>
        ends.includes(subject === start ? object : subject) &&
        evidence.some((piece) => REFERENCES.includes(piece.standing)),
    ),
  );
};

// What no source says between the ends, where one might expect it; filters or not.
const tellUnsaid = (graph, one, other, anatomical) => {
  const unsaid = [];
  for (const [first, last] of [[one, other], [other, one]]) {
    const [practice, complaint] = [graph.entities.get(first), graph.entities.get(last)];
    if (practice.role !== "practice" || complaint.role !== "complaint") continue;
    if (relief(graph, last).some((claim) => claim.subject === first)) continue;
    const verb = practice.plural ? "relieve" : "relieves";
    unsaid.push(`No source here says that ${practice.phrase} ${verb} ${complaint.phrase}.`);
  }
  const within = isOfBody(graph, one) && isOfBody(graph, other);
  if (within && anatomical && anatomical.hops > 1 && !joinedAtOnce(graph, one, other)) {
    unsaid.push("No reference work here joins the two in one step.");
  }
  return unsaid;
};

// Why there is no way by anatomy alone.
const tellNoAnatomy = (graph, { one, other, filters }) => {
  const isOutside = (id) => graph.entities.get(id).kind && !isOfBody(graph, id);
  const outside = [one, other].filter(isOutside).map((id) => graph.entities.get(id));
  if (outside.length) {
    const verb = outside.length === 1 && !outside[0].plural ? "is" : "are";
    return `No path; ${listed(outside.map(({ phrase }) => phrase))} ${verb} not part of the body.`;
  }
  const leftOut = filters.without.length ? " once those sources are left out" : "";
  return `No claim of a reference work, or chain of them, joins the two${leftOut}.`;
};

const CHANGES = {
  indirect: () => "allow links that their source calls indirect",
  asserted_only: () => "allow steps that are only entailed",
  max_hops: (value) => `allow ${value} steps`,
  directed: () => "read claims both ways",
  via: (name) => `do not ask for ${name} on the way`,
  avoid: (name) => `allow ${name} on the way`,
  without: (name) => `hear ${name} as well`,
  standing: () => "allow every kind of source",
  relation: () => "allow every relation",
  filters: () => "no single one does, but the bare question, without any option, would",
};

// What a suggestion is about: its value, or the name of what it takes back.
const subjectOf = (graph, { via, filters }, { change, value }) => {
  const before = { via, avoid: filters.avoid, without: filters.without }[change];
  if (!before) return value;
  const [id] = before.filter((other) => !value.includes(other));
  return change === "without" ? graph.sources.get(id).label : graph.entities.get(id).phrase;
};

const tellSuggestion = (graph, question, suggestion) =>
  suggestion
    ? `The smallest change that would connect them: ${CHANGES[suggestion.change](subjectOf(graph, question, suggestion))}.`
    : `No change of the question would connect them in up to ${Math.max(MOST_HOPS, question.maxHops)} steps.`;

// An answer in words, in the shape in which the program hands one over.
export const tellAnswer = (graph, data, question) => {
  const answer = connect(graph, question);
  const { one, other, count } = question;
  const grouped = answer.groups.flatMap((group) => [group.path, ...group.also]);
  const shown = grouped.flatMap((path) => path.entities);
  const told = [...shown, ...answer.inCommon.flatMap((path) => path.entities), one, other];
  const paths = [...grouped, ...answer.inCommon, ...(answer.anatomical ? [answer.anatomical] : [])];
  const used = new Set(paths.flatMap((path) => path.claims));
  const alone = { path: answer.anatomical, also: [], position: null };
  const phrase = (id) => graph.entities.get(id).phrase;
  return {
    asked: { ends: [one, other], via: question.via, count, filters: question.filters },
    question: `What connects ${phrase(one)} to ${phrase(other)}?`,
    empty: !answer.groups.length,
    suggestion: answer.groups.length ? "" : tellSuggestion(graph, question, answer.suggestion),
    change: answer.suggestion,
    denied: findDenials(graph, data.denials, [one, other], shown).map((denial) => denial.told),
    unsaid: tellUnsaid(graph, one, other, answer.anatomical),
    disputed: data.disputes.filter((d) => d.claims.some((id) => used.has(id))).map((d) => d.told),
    connections: answer.groups.map((group) => tellGroup(graph, group)),
    anatomical: answer.anatomical ? tellGroup(graph, alone) : null,
    noAnatomy: answer.anatomical ? "" : tellNoAnatomy(graph, question),
    common: answer.inCommon.slice(0, count).map((path) => tellPath(graph, path)),
    signs: tellSigns(graph, data.signs, told),
    omitted: answer.omitted,
    truncated: answer.truncated,
  };
};
