// A question in, an answer out: the ranked connections and what must be told beside them, as in
// question.py and answer.py.
import { compareTexts, NO_FILTERS } from "./arcs.js";
import {
  comparePaths, diversify, expandOneStep, findInCommon, fold, isAnatomical, withoutSpelledOut,
} from "./arrange.js";
import { findPaths } from "./paths.js";

const CANDIDATES_PER_ANSWER = 8, SPARE_CANDIDATES = 20;

// Steps beyond which no longer connection is suggested, and what a question asks unless told.
export const MOST_HOPS = 12;
export const USUAL = { via: [], filters: NO_FILTERS, count: 5, maxHops: 6 };

export const makeQuestion = (one, other, options = {}) => ({
  ...USUAL, ...options, one, other, filters: { ...NO_FILTERS, ...options.filters },
});

const take = (paths, most) => {
  const taken = [];
  for (const path of paths) {
    taken.push(path);
    if (taken.length === most) break;
  }
  return taken;
};

const findGroups = (graph, { one, other, via, filters, count, maxHops }) => {
  const frontier = graph.frontier(filters);
  const near = { maxHops: 1, via, cutOff: false };
  const oneStep = [...findPaths(graph, frontier, one, other, near)];
  const expanded = expandOneStep(graph, filters, oneStep);
  const far = { maxHops, via, cutOff: false };
  const wanted = CANDIDATES_PER_ANSWER * count + SPARE_CANDIDATES;
  const longer = (function* () {
    for (const path of findPaths(graph, frontier, one, other, far)) if (path.hops > 1) yield path;
  })();
  const candidates = take(longer, wanted + 1);
  const more = far.cutOff || near.cutOff || candidates.length > wanted;
  const plain = withoutSpelledOut(candidates.slice(0, wanted));
  return [fold(graph, [...expanded, ...plain]), more];
};

// What is shown; the best claimed connection is always among it.
const choose = (graph, groups, count) => {
  const chosen = groups.length ? diversify(groups, count) : [];
  const claimed = groups.find((group) => !isAnatomical(graph, group.path));
  if (!claimed || chosen.includes(claimed) || count < 2) return chosen;
  return [...chosen.slice(0, -1), claimed].sort((a, b) => comparePaths(a.path, b.path));
};

// What the body has stays what it is, whichever relations were asked for.
const findAnatomical = (graph, { one, other, via, filters, maxHops }) => {
  const { without, avoid } = filters;
  const frontier = graph.frontier({ ...NO_FILTERS, anatomicalOnly: true, without, avoid });
  for (const path of findPaths(graph, frontier, one, other, { maxHops, via, cutOff: false })) {
    if (path.claims.length) return path;
  }
  return null;
};

const fewer = (list, item) => list.filter((other) => other !== item);

// The ways to ask for less, the smallest first; last the question without any option.
function* relaxations(question) {
  const { filters } = question;
  const changed = (changes) => ({ ...question, filters: { ...filters, ...changes } });
  if (!filters.indirect) yield ["indirect", true, changed({ indirect: true })];
  if (filters.assertedOnly) yield ["asserted_only", false, changed({ assertedOnly: false })];
  for (let hops = question.maxHops + 1; hops <= MOST_HOPS; hops += 1) {
    yield ["max_hops", hops, { ...question, maxHops: hops }];
  }
  if (filters.directed) yield ["directed", false, changed({ directed: false })];
  for (const id of [...question.via].sort(compareTexts)) {
    const left = fewer(question.via, id).sort(compareTexts);
    yield ["via", left, { ...question, via: left }];
  }
  for (const name of ["avoid", "without"]) {
    for (const id of [...filters[name]].sort(compareTexts)) {
      const left = fewer(filters[name], id).sort(compareTexts);
      yield [name, left, changed({ [name]: left })];
    }
  }
  if (filters.standings.length) yield ["standing", [], changed({ standings: [] })];
  if (filters.families.length) yield ["relation", [], changed({ families: [] })];
  const isBare =
    !question.via.length && question.maxHops >= MOST_HOPS &&
    JSON.stringify(filters) === JSON.stringify(NO_FILTERS);
  const maxHops = Math.max(MOST_HOPS, question.maxHops);
  if (!isBare) yield ["filters", [], { ...question, via: [], maxHops, filters: NO_FILTERS }];
}

const connects = (graph, { one, other, via, filters, maxHops }) => {
  const search = { maxHops, via, cutOff: false };
  return !findPaths(graph, graph.frontier(filters), one, other, search).next().done;
};

// The smallest change of a question that would give a connection, or null.
const suggest = (graph, question) => {
  // Where the most steps do not help, fewer need not be tried.
  const isFarther = connects(graph, { ...question, maxHops: Math.max(MOST_HOPS, question.maxHops) });
  for (const [change, value, changed] of relaxations(question)) {
    if (change === "max_hops" && !isFarther) continue;
    if (connects(graph, changed)) return { change, value };
  }
  return null;
};

// What connects two entities: the connections, anatomy alone, what they have in common.
export const connect = (graph, question) => {
  const [groups, truncated] = findGroups(graph, question);
  const chosen = choose(graph, groups, question.count);
  const frontier = graph.frontier(question.filters);
  return {
    question,
    groups: chosen,
    omitted: groups.length - chosen.length,
    truncated,
    anatomical: findAnatomical(graph, question),
    inCommon: findInCommon(graph, frontier, question.one, question.other),
    suggestion: chosen.length ? null : suggest(graph, question),
  };
};
