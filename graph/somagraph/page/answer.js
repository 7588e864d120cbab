// Ranked paths become a readable answer: the arrangement and the words of arrange.py, answer.py
// and telling.py.
const CANDIDATES_PER_ANSWER = 8, SPARE_CANDIDATES = 20, BUDGET = 20000;

const comparePaths = (one, other) =>
  (one.hops > 1) - (other.hops > 1) ||
  one.cost - other.cost ||
  compareRows(one.entities, other.entities) ||
  compareRows(one.claims, other.claims);

const REFERENCES = ["textbook", "research"];

const isAnatomical = (graph, path) =>
  path.arcs.every((arc) =>
    claimsOf(arc).every(
      (claim) =>
        graph.relations.get(claim.relation).family === "anatomical" &&
        claim.evidence[0].cost < graph.costs.practice,
    ),
  );

// A claim with what reference works say of it, or null.
const byReference = (graph, claim) => {
  if (graph.relations.get(claim.relation).family !== "anatomical") return null;
  const evidence = claim.evidence.filter((e) => REFERENCES.includes(e.standing));
  return evidence.length ? { ...claim, evidence } : null;
};

// Every parallel claim of a one-step path gets a path of its own.
const expandOneStep = (graph, paths) => {
  const expanded = [];
  for (const path of paths) {
    const spot = path.arcs.findIndex((arc) => arc.claim);
    if (spot < 0) {
      expanded.push(path);
      continue;
    }
    const one = path.arcs[spot];
    for (const claim of graph.claims.values()) {
      for (const forward of [true, false]) {
        const [from, to] = forward ? [claim.subject, claim.object] : [claim.object, claim.subject];
        if (from !== one.source || to !== one.target) continue;
        const arcs = [...path.arcs];
        arcs[spot] = graph.claimArc(claim, forward);
        expanded.push(makePath(graph, arcs));
      }
    }
  }
  return expanded.sort(comparePaths);
};

const spelledOut = (path) => {
  const entities = [path.arcs[0].source];
  for (const arc of path.arcs) {
    const between = arc.premises.slice(0, -1).map((claim) => claim.object);
    entities.push(...(arc.forward ? between : between.reverse()), arc.target);
  }
  return entities.join("\n");
};

const withoutSpelledOut = (paths) => {
  const isEntailed = (path) => path.arcs.some((arc) => arc.premises.length);
  const entailed = new Set(paths.filter(isEntailed).map(spelledOut));
  return paths.filter((path) => isEntailed(path) || !entailed.has(path.entities.join("\n")));
};

const difference = (one, other) => {
  if (one.length !== other.length) return null;
  const spots = one.flatMap((id, i) => (id === other[i] ? [] : [i]));
  return spots.length === 1 ? spots[0] : null;
};

const said = (arc) =>
  JSON.stringify([
    arc.forward,
    arc.evidence,
    claimsOf(arc).map((c) => [c.relation, c.evidence.map((e) => [e.cite, e.note])]),
  ]);

// Paths that say the same of siblings (L1 ... L5) become one group.
const fold = (graph, paths) => {
  const groups = [];
  for (const path of paths) {
    const sayings = path.arcs.map(said).join("\n");
    const group = groups.find(({ path: first, also, position }) => {
      const spot = difference(first.entities, path.entities);
      if (spot === null || (position !== null && position !== spot)) return false;
      if (also.some((other) => other.entities[spot] === path.entities[spot])) return false;
      const [a, b] = [first, path].map((p) => graph.entities.get(p.entities[spot]));
      return a.kind === b.kind && a.bearer === b.bearer && first.arcs.map(said).join("\n") === sayings;
    });
    if (group) {
      group.position = difference(group.path.entities, path.entities);
      group.also.push(path);
    } else groups.push({ path, also: [], position: null });
  }
  return groups;
};

const diversify = (groups, count) => {
  const chosen = [];
  const passed = new Set();
  for (const group of groups) {
    const between = group.path.entities.slice(1, -1);
    const isNew = group.path.hops <= 1 || between.some((id) => !passed.has(id));
    if (chosen.length < count && isNew) {
      chosen.push(group);
      between.forEach((id) => passed.add(id));
    }
  }
  const others = groups.filter((group) => !chosen.includes(group));
  chosen.push(...others.slice(0, Math.max(0, count - chosen.length)));
  return chosen.sort((a, b) => comparePaths(a.path, b.path));
};

const reaching = (frontier, start) => {
  const steps = [];
  for (const arc of frontier.get(start)) {
    if (arc.claim) steps.push([arc]);
    else if (!arc.forward) {
      for (const after of frontier.get(arc.target)) if (after.claim) steps.push([arc, after]);
    }
  }
  return steps.filter((arcs) => arcs.at(-1).target !== start && arcs.at(-1).hops === 1);
};

// A shared cause or effect of two things: no connection, told apart.
const findInCommon = (graph, frontier, one, other) => {
  if (graph.siteOf(one) === graph.siteOf(other)) return [];
  const ends = new Set([one, other]);
  for (const entity of graph.entities.values()) if (ends.has(entity.bearer)) ends.add(entity.id);
  const turned = (arc) => frontier.get(arc.target).find((back) => back.target === arc.source);
  const backFrom = new Map();
  for (const last of reaching(frontier, other)) {
    const back = [...last].reverse().map(turned);
    if (back.includes(undefined)) continue;
    const middle = last.at(-1).target;
    backFrom.set(middle, [...(backFrom.get(middle) || []), back]);
  }
  const best = new Map();
  for (const first of reaching(frontier, one)) {
    const middle = first.at(-1).target;
    if (ends.has(middle) || !graph.entities.get(middle).bridge) continue;
    for (const back of backFrom.get(middle) || []) {
      if (first.at(-1).direction * back[0].direction >= 0) continue;
      const path = makePath(graph, [...first, ...back]);
      if (!best.has(middle) || comparePaths(path, best.get(middle)) < 0) best.set(middle, path);
    }
  }
  return [...best.values()].sort(comparePaths);
};

const take = (paths, most) => {
  const taken = [];
  for (const path of paths) {
    taken.push(path);
    if (taken.length === most) break;
  }
  return taken;
};

// What connects two entities: the connections, anatomy alone, what they have in common.
const connect = (graph, one, other, count = 5, maxHops = 6) => {
  const frontier = graph.frontier("all", (claim) => claim);
  const near = { maxHops: Math.min(1, maxHops), budget: BUDGET, cutOff: false };
  const expanded = expandOneStep(graph, [...findPaths(graph, frontier, one, other, near)]);
  const far = { maxHops, budget: BUDGET, cutOff: false };
  const wanted = CANDIDATES_PER_ANSWER * count + SPARE_CANDIDATES;
  const longer = (function* () {
    for (const path of findPaths(graph, frontier, one, other, far)) if (path.hops > 1) yield path;
  })();
  const candidates = take(longer, wanted + 1);
  const plain = withoutSpelledOut(candidates.slice(0, wanted));
  const groups = fold(graph, [...expanded, ...plain]);
  let chosen = groups.length ? diversify(groups, count) : [];
  const claimed = groups.find((group) => !isAnatomical(graph, group.path));
  if (claimed && !chosen.includes(claimed) && count > 1) {
    chosen = [...chosen.slice(0, -1), claimed].sort((a, b) => comparePaths(a.path, b.path));
  }
  const body = graph.frontier("anatomy", (claim) => byReference(graph, claim));
  const alone = { maxHops, budget: BUDGET, cutOff: false };
  let anatomical = null;
  for (const path of findPaths(graph, body, one, other, alone)) {
    if (path.claims.length) {
      anatomical = path;
      break;
    }
  }
  return {
    groups: chosen,
    omitted: groups.length - chosen.length,
    truncated: far.cutOff || near.cutOff || candidates.length > wanted,
    anatomical,
    inCommon: findInCommon(graph, frontier, one, other),
  };
};

const listed = (words) => [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" and ");

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

// A relation of two things as a sentence, read from subject to object or the other way.
const stateRelation = (graph, subject, relationId, object, forward) => {
  const relation = graph.relations.get(relationId);
  const turned = !forward && (relation.symmetric || relation.inverse[0]);
  const [first, last] = turned ? [object, subject] : [subject, object];
  const form = turned && !relation.symmetric ? relation.inverse : relation.label;
  const verb = form[graph.entities.get(first).plural ? 1 : 0];
  const { phrase } = graph.entities.get(last);
  const told = verb.endsWith("kind of") ? phrase.replace(/^(?:an?|the) /, "") : phrase;
  return `${capital(graph.entities.get(first).phrase)} ${verb} ${told}.`;
};

const stateClaim = (graph, claim) =>
  stateRelation(graph, claim.subject, claim.relation, claim.object, true);

// A step in words; a state's free link is part of the step beside it.
const tellArc = (graph, arc, folded) => {
  const phrase = (id) => graph.entities.get(id).phrase;
  if (!arc.claim) {
    const [state, bearer] = arc.forward ? [arc.source, arc.target] : [arc.target, arc.source];
    const verb = graph.entities.get(state).plural ? "are" : "is";
    const sentence = `${capital(phrase(state))} ${verb} a state of ${phrase(bearer)}.`;
    return { sentence, citation: "", sure: "by its own name", details: [] };
  }
  const claims = claimsOf(arc);
  const claim = claims.at(-1);
  const [subject, object] = arc.forward ? [arc.source, arc.target] : [arc.target, arc.source];
  const evidence = claims.flatMap((c) => c.evidence);
  const worst = claims.reduce((a, b) => (b.evidence[0].rank > a.evidence[0].rank ? b : a));
  const notes = [...new Set(evidence.map((e) => e.note).filter(Boolean))];
  const same = listed(folded.map(phrase));
  const told = (c) => `${stateClaim(graph, c)} [${citeAll(c.evidence)}]`;
  return {
    sentence: stateRelation(graph, subject, claim.relation, object, arc.forward),
    citation: citeAll(evidence),
    sure: worst.evidence[0].sure,
    details: [
      ...(notes.length ? [`Qualified: ${notes.join("; ")}.`] : []),
      ...(same ? [`The same is said of ${same}.`] : []),
      ...(arc.premises.length ? arc.premises.map((c) => `It follows from: ${told(c)}`) : []),
    ],
  };
};

const citeAll = (evidence) => [...new Set(evidence.map((e) => e.cite))].join("; ");

const tellPath = (graph, path, group = { also: [], position: null }) => {
  const folded = group.also.map((other) => other.entities[group.position]);
  return path.arcs.flatMap((arc, i) =>
    arc.claim || path.arcs.length === 1
      ? [tellArc(graph, arc, [i, i + 1].includes(group.position) ? folded : [])]
      : [],
  );
};

const rankOf = (arc) => Math.max(0, ...claimsOf(arc).map((claim) => claim.evidence[0].rank));

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
  for (const claim of claims) {
    const hedged = claims.some((c) => c !== claim && c.evidence[0].hedged);
    if (claim.relation === "soma:kindOf" && hedged) {
      cautions.push(`This is said of ${phrase(claim.object)}, not of ${phrase(claim.subject)} in particular.`);
    }
  }
  const cited = claims.some((c) => c.evidence.some((e) => REFERENCES.includes(e.standing)));
  if (claims.length && !cited) cautions.push("No study is cited here.");
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
  const certainty = (steps.length > 1 ? which : "") + steps[weakest].sure;
  return {
    heading: `${heading} \u00b7 ${certainty}`,
    cautions: cautionsOf(graph, arcs, hops > 1),
    entities: [...new Set([group.path, ...group.also].flatMap((path) => path.entities))],
    claims: [group.path, ...group.also].flatMap((path) => path.claims),
    steps,
  };
};

// What sources deny between the ends, or between an end and something shown.
const findDenials = (graph, denials, ends, shown) => {
  const near = new Set(ends);
  for (const entity of graph.entities.values()) if (ends.includes(entity.bearer)) near.add(entity.id);
  for (const end of ends) if (graph.entities.get(end).bearer) near.add(graph.entities.get(end).bearer);
  const around = new Set([...near, ...shown]);
  return denials.filter(
    ({ subject, object }) =>
      around.has(subject) && around.has(object) && (near.has(subject) || near.has(object)),
  );
};

// The warning signs of the complaints among some entities, wider kinds included.
const tellSigns = (graph, signs, entities) => {
  const concerned = new Set(entities);
  for (const id of concerned) {
    for (const claim of graph.claims.values()) {
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

// An answer in words, in the shape in which the program hands one over.
const tellAnswer = (graph, data, one, other, count) => {
  const answer = connect(graph, one, other, count);
  const shown = answer.groups.flatMap((group) => [group.path, ...group.also].flatMap((p) => p.entities));
  const told = [...shown, ...answer.inCommon.flatMap((path) => path.entities), one, other];
  const alone = { path: answer.anatomical, also: [], position: null };
  const paths = [
    ...answer.groups.flatMap((group) => [group.path, ...group.also]),
    ...answer.inCommon,
    ...(answer.anatomical ? [answer.anatomical] : []),
  ];
  const used = new Set(paths.flatMap((path) => path.claims));
  const phrase = (id) => graph.entities.get(id).phrase;
  return {
    question: `What connects ${phrase(one)} to ${phrase(other)}?`,
    empty: !answer.groups.length,
    denied: findDenials(graph, data.denials, [one, other], shown).map((denial) => denial.told),
    disputed: data.disputes.filter((d) => d.claims.some((id) => used.has(id))).map((d) => d.told),
    connections: answer.groups.map((group) => tellGroup(graph, group)),
    anatomical: answer.anatomical ? tellGroup(graph, alone) : null,
    common: answer.inCommon.slice(0, count).map((path) => tellPath(graph, path)),
    signs: tellSigns(graph, data.signs, told),
    omitted: answer.omitted,
    truncated: answer.truncated,
  };
};
