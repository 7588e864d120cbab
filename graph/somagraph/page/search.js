"use strict";
// Claims made walkable and searched: the rules, costs and order of arcs.py and paths.py.
// All costs are integers, thousandths of a step, so that both count alike.
const UPPER = 1, BEARER = 2, ALONE = 4, FREE = 8;

const compareTexts = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

const compareRows = (one, other) => {
  for (let i = 0; i < Math.min(one.length, other.length); i += 1) {
    const order = compareTexts(one[i], other[i]);
    if (order) return order;
  }
  return one.length - other.length;
};

class Heap {
  constructor(compare) {
    this.compare = compare;
    this.items = [];
  }

  push(item) {
    const { items, compare } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (compare(items[at], items[above]) >= 0) break;
      [items[at], items[above]] = [items[above], items[at]];
      at = above;
    }
  }

  pop() {
    const { items, compare } = this;
    const first = items[0];
    const last = items.pop();
    if (items.length) {
      items[0] = last;
      let at = 0;
      for (;;) {
        let least = at;
        for (const below of [2 * at + 1, 2 * at + 2]) {
          if (below < items.length && compare(items[below], items[least]) < 0) least = below;
        }
        if (least === at) break;
        [items[at], items[least]] = [items[least], items[at]];
        at = least;
      }
    }
    return first;
  }

  get size() {
    return this.items.length;
  }
}

const claimId = ({ subject, relation, object }) => `${subject}--${relation}--${object}`;

class Graph {
  constructor(data) {
    this.costs = data.costs;
    this.entities = new Map(data.entities.map((entity) => [entity.id, entity]));
    this.relations = new Map(data.relations.map((relation) => [relation.id, relation]));
    const named = data.claims.map((claim) => ({ ...claim, id: claimId(claim) }));
    this.claims = new Map(named.map((claim) => [claim.id, claim]));
    this.frontiers = new Map();
  }

  // The arcs that leave each entity: one, the cheapest, for each target.
  // `narrow` returns a claim with the evidence that counts, or null.
  frontier(name, narrow) {
    if (!this.frontiers.has(name)) this.frontiers.set(name, this.buildFrontier(narrow));
    return this.frontiers.get(name);
  }

  buildFrontier(narrow) {
    const best = new Map();
    const kept = [...this.claims.values()].map(narrow).filter(Boolean);
    for (const arc of this.allArcs(kept)) {
      const key = `${arc.source}\n${arc.target}`;
      if (!best.has(key) || compareArcs(arc, best.get(key)) < 0) best.set(key, arc);
    }
    const leaving = new Map([...this.entities.keys()].map((id) => [id, []]));
    for (const arc of best.values()) leaving.get(arc.source).push(arc);
    for (const arcs of leaving.values()) arcs.sort((a, b) => compareTexts(a.target, b.target));
    return leaving;
  }

  *allArcs(kept) {
    for (const claim of kept) {
      yield this.claimArc(claim, true);
      yield this.claimArc(claim, false);
    }
    for (const entity of this.entities.values()) {
      if (!entity.bearer) continue;
      const free = {
        claim: null, step: 0, evidence: 0, hops: 0, direction: 0, premises: [],
        hub: entity.hub + this.entities.get(entity.bearer).hub,
      };
      const up = { source: entity.id, target: entity.bearer, forward: true };
      yield priced({ ...free, ...up, sourceRole: FREE, targetRole: BEARER | FREE });
      const down = { source: entity.bearer, target: entity.id, forward: false };
      yield priced({ ...free, ...down, sourceRole: BEARER | FREE, targetRole: FREE });
    }
    for (const premises of this.inherited(kept)) yield* this.entailedArcs(premises);
  }

  claimArc(claim, forward) {
    const relation = this.relations.get(claim.relation);
    const backward = !forward && !relation.symmetric && relation.surcharged ? this.costs.backward : 0;
    const [source, target] = forward ? [claim.subject, claim.object] : [claim.object, claim.subject];
    const [sourceRole, targetRole] = forward
      ? [relation.atSubject, relation.atObject]
      : [relation.atObject, relation.atSubject];
    return priced({
      source, target, claim, forward, hops: 1, premises: [], sourceRole, targetRole,
      step: this.costs.step,
      evidence: claim.evidence[0].cost + backward,
      hub: this.entities.get(source).hub + this.entities.get(target).hub,
      direction: relation.direction * (forward ? 1 : -1),
    });
  }

  // The premises of what a narrower entity inherits: kind-of claims, then a claim.
  *inherited(kept) {
    const wider = new Map();
    const said = new Map();
    const add = (map, key, claim) => map.set(key, [...(map.get(key) || []), claim]);
    for (const claim of kept) {
      if (claim.relation === "soma:kindOf") add(wider, claim.subject, claim);
      else if (claim.inheritable) add(said, claim.subject, claim);
    }
    for (const [start, above] of wider) {
      const waiting = above.map((claim) => [claim]);
      const seen = new Set([start]);
      while (waiting.length) {
        const chain = waiting.shift();
        const top = chain.at(-1).object;
        if (seen.has(top)) continue;
        seen.add(top);
        for (const claim of said.get(top) || []) if (claim.object !== start) yield [...chain, claim];
        for (const claim of wider.get(top) || []) waiting.push([...chain, claim]);
      }
    }
  }

  *entailedArcs(premises) {
    for (const forward of [true, false]) {
      const arc = this.claimArc(premises.at(-1), forward);
      const climb = premises.slice(0, -1).map((claim) => this.claimArc(claim, forward));
      const sum = (name) => climb.reduce((total, one) => total + one[name], arc[name]);
      yield priced({
        ...arc, premises, hops: premises.length,
        source: forward ? premises[0].subject : arc.source,
        target: forward ? arc.target : premises[0].subject,
        step: sum("step"), evidence: sum("evidence"), hub: sum("hub"),
        sourceRole: forward ? 0 : arc.sourceRole,
        targetRole: forward ? arc.targetRole : 0,
      });
    }
  }

  siteOf(id) {
    return this.entities.get(id).bearer || id;
  }

  isOneVisit(entities) {
    const sites = entities.map((id) => this.siteOf(id));
    return sites.every((site, at) => {
      const places = sites.flatMap((other, i) => (other === site ? [i] : []));
      return places.length === 1 || (places.length === 2 && places[1] - places[0] === 1);
    });
  }
}

const priced = (arc) => ({ ...arc, cost: arc.step + arc.evidence + arc.hub });

const claimsOf = (arc) => (arc.premises.length ? arc.premises : arc.claim ? [arc.claim] : []);

const compareArcs = (one, other) =>
  (one.sourceRole & ALONE) - (other.sourceRole & ALONE) ||
  one.cost - other.cost ||
  one.hops - other.hops ||
  compareRows(claimsOf(one).map((c) => c.id), claimsOf(other).map((c) => c.id));

const rolesConflict = (one, other) =>
  Boolean(one & other & (UPPER | BEARER)) ||
  Boolean((one | other) & ALONE && !((one | other) & FREE));

// How a path came to an entity decides which arcs may follow; null if this one may not.
const follow = (graph, arrival, arc, end) => {
  if (arrival.role >= 0) {
    if (rolesConflict(arrival.role, arc.sourceRole)) return null;
    if (!graph.entities.get(arrival.entity).bridge) return null;
    if (!arc.claim && arc.target !== end) return null;
  }
  if (arc.direction * arrival.direction < 0) return null;
  return {
    entity: arc.target,
    role: arc.targetRole,
    direction: arc.direction || arrival.direction,
  };
};

const keyOf = (arrival) => `${arrival.entity}\n${arrival.role}\n${arrival.direction}`;

// The least weight from each arrival to the target, looking only at pairs of arcs: `follow` read
// backwards; weights beyond `most` are left out.
const leftTo = (graph, frontier, source, target, weight, most = Infinity) => {
  const entering = new Map();
  const roles = new Map();
  for (const arcs of frontier.values()) {
    for (const arc of arcs) {
      const end = `${arc.target}\n${arc.targetRole}`;
      if (!entering.has(end)) entering.set(end, []);
      if (!roles.has(arc.target)) roles.set(arc.target, new Set());
      entering.get(end).push(arc);
      roles.get(arc.target).add(arc.targetRole);
    }
  }
  const settled = new Map();
  const heap = new Heap((a, b) => a[0] - b[0]);
  for (const role of roles.get(target) || []) {
    for (const direction of [-1, 0, 1]) heap.push([0, { entity: target, role, direction }]);
  }
  while (heap.size) {
    const [done, here] = heap.pop();
    if (settled.has(keyOf(here)) || done > most) continue;
    settled.set(keyOf(here), done);
    for (const arc of entering.get(`${here.entity}\n${here.role}`) || []) {
      if (arc.source === target || (arc.direction && arc.direction !== here.direction)) continue;
      const directions = arc.direction ? [0, arc.direction] : [here.direction];
      for (const arrival of before(graph, roles, source, target, arc, directions)) {
        if (!settled.has(keyOf(arrival))) heap.push([done + weight(arc), arrival]);
      }
    }
  }
  return settled;
};

// The arrivals from which an arc may be walked.
function* before(graph, roles, source, target, arc, directions) {
  if (arc.source === source) {
    if (directions.includes(0)) yield { entity: source, role: -1, direction: 0 };
  } else if (graph.entities.get(arc.source).bridge && (arc.claim || arc.target === target)) {
    for (const role of roles.get(arc.source) || []) {
      if (rolesConflict(role, arc.sourceRole)) continue;
      for (const direction of directions) yield { entity: arc.source, role, direction };
    }
  }
}

const makePath = (graph, arcs) => {
  const ends = graph.entities.get(arcs[0].source).hub + graph.entities.get(arcs.at(-1).target).hub;
  return {
    arcs,
    entities: [arcs[0].source, ...arcs.map((arc) => arc.target)],
    hops: arcs.reduce((sum, arc) => sum + arc.hops, 0),
    cost: arcs.reduce((sum, arc) => sum + arc.cost, 0) - ends,
    claims: arcs.flatMap((arc) => claimsOf(arc).map((claim) => claim.id)),
  };
};

// Yields the paths between two entities that are not vetoed, cheapest first, ties by ids.
function* findPaths(graph, frontier, source, target, search) {
  const start = { entity: source, role: -1, direction: 0 };
  const hopsLeft = leftTo(graph, frontier, source, target, (arc) => arc.hops, search.maxHops);
  if (!hopsLeft.has(keyOf(start))) return;
  const costLeft = leftTo(graph, frontier, source, target, (arc) => arc.cost);
  const beside = graph.siteOf(source) === graph.siteOf(target);
  let lookedAt = 0;
  const heap = new Heap((a, b) => a.estimate - b.estimate || compareRows(a.entities, b.entities));
  heap.push({
    estimate: costLeft.get(keyOf(start)), entities: [source], cost: 0, hops: 0, arcs: [], here: start,
  });
  while (heap.size) {
    const { entities, cost, hops, arcs, here } = heap.pop();
    if (here.entity === target) {
      yield makePath(graph, arcs);
      continue;
    }
    lookedAt += 1;
    if (lookedAt > search.budget) {
      search.cutOff = true;
      return;
    }
    for (const arc of frontier.get(here.entity)) {
      const arrival = follow(graph, here, arc, target);
      const key = arrival && keyOf(arrival);
      if (!arrival || !hopsLeft.has(key) || (beside && arc.target !== target)) continue;
      if (hops + arc.hops + hopsLeft.get(key) > search.maxHops) continue;
      const longer = [...entities, arc.target];
      if (entities.includes(arc.target) || !graph.isOneVisit(longer)) continue;
      const reached = cost + arc.cost;
      heap.push({
        estimate: reached + costLeft.get(key), entities: longer, cost: reached,
        hops: hops + arc.hops, arcs: [...arcs, arc], here: arrival,
      });
    }
  }
}
