// Ranked paths become a readable list: one-step claims first, folded, diverse, as in arrange.py.
import { claimsOf, compareRows } from "./arcs.js";
import { makePath } from "./paths.js";

export const comparePaths = (one, other) =>
  (one.hops > 1) - (other.hops > 1) ||
  one.cost - other.cost ||
  compareRows(one.entities, other.entities) ||
  compareRows(one.claims, other.claims);

export const isAnatomical = (graph, path) =>
  path.arcs.every((arc) =>
    claimsOf(arc).every(
      (claim) =>
        graph.relations.get(claim.relation).family === "anatomical" &&
        Math.min(...claim.evidence.map((piece) => piece.cost)) < graph.costs.practice,
    ),
  );

// Every parallel claim of a one-step path gets a path of its own.
export const expandOneStep = (graph, filters, paths) => {
  const expanded = [];
  for (const path of paths) {
    const spot = path.arcs.findIndex((arc) => arc.claim);
    if (spot < 0) {
      expanded.push(path);
      continue;
    }
    const { source, target } = path.arcs[spot];
    const between = (claim) => claim.subject === target || claim.object === target;
    for (const claim of graph.claimsAbout(source).filter(between)) {
      const narrowed = graph.narrowed(claim, filters);
      for (const arc of narrowed ? graph.claimArcs(narrowed, filters.directed) : []) {
        if (arc.source === source) expanded.push(makePath(graph, path.arcs.with(spot, arc)));
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

// Drops a path that only spells out the premises of another one's entailed arc.
export const withoutSpelledOut = (paths) => {
  const isEntailed = (path) => path.arcs.some((arc) => arc.premises.length);
  const entailed = new Set(paths.filter(isEntailed).map(spelledOut));
  return paths.filter((path) => isEntailed(path) || !entailed.has(path.entities.join("\n")));
};

const difference = (one, other) => {
  if (one.length !== other.length) return null;
  const spots = one.flatMap((id, i) => (id === other[i] ? [] : [i]));
  return spots.length === 1 ? spots[0] : null;
};

// What a step says but for its ends.
const said = (arc) =>
  JSON.stringify([
    arc.forward,
    arc.evidence,
    claimsOf(arc).map((claim) => [
      claim.relation,
      claim.evidence.map((piece) => [piece.source, piece.locator, piece.speaker, piece.note]),
    ]),
  ]);

// Paths that say the same of siblings (L1 ... L5) become one group.
export const fold = (graph, paths) => {
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

// Chooses what is shown: each choice leads through something that no earlier one did.
export const diversify = (groups, count) => {
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
  return chosen.sort((one, other) => comparePaths(one.path, other.path));
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
export const findInCommon = (graph, frontier, one, other) => {
  if (graph.siteOf(one) === graph.siteOf(other)) return [];
  const ends = new Set([one, other, ...graph.statesOf(one), ...graph.statesOf(other)]);
  const turned = (arc) => frontier.get(arc.target).find((back) => back.target === arc.source);
  const backFrom = new Map();
  for (const last of reaching(frontier, other)) {
    const back = last.toReversed().map(turned);
    if (back.includes(undefined)) continue;
    const middle = last.at(-1).target;
    backFrom.set(middle, [...(backFrom.get(middle) || []), back]);
  }
  const best = new Map();
  for (const first of reaching(frontier, one)) {
    const middle = first.at(-1).target;
    if (ends.has(middle) || !graph.isBridge(middle)) continue;
    for (const back of backFrom.get(middle) || []) {
      if (first.at(-1).direction * back[0].direction >= 0) continue;
      const path = makePath(graph, [...first, ...back]);
      if (!best.has(middle) || comparePaths(path, best.get(middle)) < 0) best.set(middle, path);
    }
  }
  return [...best.values()].sort(comparePaths);
};
