// The loopless paths between two entities, cheapest first: the search of paths.py.
import { arrivedRole, claimsOf, compareRows, rolesConflict, SIDED } from "./arcs.js";

// Partial paths looked at before a search is cut off, and said to be.
const BUDGET = 20000;

class Heap {
  constructor(compare) {
    this.compare = compare;
    this.items = [];
  }

  get size() {
    return this.items.length;
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
}

// How a path came to an entity decides which arcs may follow; null if this one may not.
const follow = (graph, arrival, arc, end) => {
  if (arrival.role >= 0) {
    if (rolesConflict(arrival.role, arc.sourceRole)) return null;
    if (!graph.isBridge(arrival.entity)) return null;
    if (!arc.claim && arc.target !== end) return null;
  }
  if (arc.direction * arrival.direction < 0) return null;
  return {
    entity: arc.target,
    role: arrivedRole(arrival.role, arc),
    direction: arc.direction || arrival.direction,
  };
};

// One whole number for each arrival, whatever its side: 65 roles (none, or six bits) and three
// directions.
const roleKey = (role) => (role < 0 ? 0 : ((role & 15) | ((role >> 2) & 48)) + 1);

const keyOf = (graph, { entity, role, direction }) =>
  (graph.numbers.get(entity) * 65 + roleKey(role)) * 3 + direction + 1;

// The arcs read backwards from a target: what is left from each arrival, at the least. It is
// `follow` turned round, looks only at pairs of arcs, and heeds no sides of the body.
class Backward {
  constructor(graph, frontier, source, target) {
    Object.assign(this, { graph, source, target, entering: new Map(), roles: new Map() });
    for (const arcs of frontier.values()) for (const arc of arcs) this.enter(arc);
  }

  enter(arc) {
    if (!this.entering.has(arc.target)) {
      this.entering.set(arc.target, new Map());
      this.roles.set(arc.target, new Set());
    }
    const role = arc.targetRole & ~SIDED;
    const byRole = this.entering.get(arc.target);
    if (!byRole.has(role)) byRole.set(role, []);
    byRole.get(role).push(arc);
    this.roles.get(arc.target).add(role);
  }

  // The least weight from each arrival to the target; weights beyond `most` are left out.
  left(weight, most = Infinity) {
    const { graph, target } = this;
    const settled = new Map();
    const heap = new Heap((one, other) => one[0] - other[0]);
    for (const role of this.roles.get(target) || []) {
      for (const direction of [-1, 0, 1]) heap.push([0, { entity: target, role, direction }]);
    }
    while (heap.size) {
      const [done, here] = heap.pop();
      const key = keyOf(graph, here);
      if (settled.has(key) || done > most) continue;
      settled.set(key, done);
      for (const arc of this.entering.get(here.entity)?.get(here.role) || []) {
        for (const arrival of this.before(arc, here.direction)) {
          if (!settled.has(keyOf(graph, arrival))) heap.push([done + weight(arc), arrival]);
        }
      }
    }
    return settled;
  }

  // The arrivals from which an arc may be walked so that a path has a direction.
  *before(arc, direction) {
    const { source, target } = this;
    if (arc.source === target || (arc.direction && arc.direction !== direction)) return;
    const directions = arc.direction ? [0, arc.direction] : [direction];
    if (arc.source === source) {
      if (directions.includes(0)) yield { entity: source, role: -1, direction: 0 };
    } else if (this.graph.isBridge(arc.source) && (arc.claim || arc.target === target)) {
      for (const role of this.roles.get(arc.source) || []) {
        if (rolesConflict(role, arc.sourceRole & ~SIDED)) continue;
        for (const taken of directions) yield { entity: arc.source, role, direction: taken };
      }
    }
  }
}

export const makePath = (graph, arcs) => {
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
// `search` has maxHops and via; cutOff is set where the budget ends it.
export function* findPaths(graph, frontier, source, target, search) {
  const start = { entity: source, role: -1, direction: 0 };
  const backward = new Backward(graph, frontier, source, target);
  const hopsLeft = backward.left((arc) => arc.hops, search.maxHops);
  if (!hopsLeft.has(keyOf(graph, start))) return;
  const costLeft = backward.left((arc) => arc.cost);
  // A structure and its states are one visit, so nothing lies between two of them.
  const beside = graph.siteOf(source) === graph.siteOf(target);
  let lookedAt = 0;
  const heap = new Heap((a, b) => a.estimate - b.estimate || compareRows(a.entities, b.entities));
  const estimate = costLeft.get(keyOf(graph, start));
  heap.push({ estimate, entities: [source], cost: 0, hops: 0, arcs: [], here: start });
  while (heap.size) {
    const { entities, cost, hops, arcs, here } = heap.pop();
    if (here.entity === target) {
      if (search.via.every((id) => entities.includes(id))) yield makePath(graph, arcs);
      continue;
    }
    lookedAt += 1;
    if (lookedAt > BUDGET) {
      search.cutOff = true;
      return;
    }
    for (const arc of frontier.get(here.entity)) {
      const arrival = follow(graph, here, arc, target);
      const key = arrival && keyOf(graph, arrival);
      if (!arrival || !hopsLeft.has(key) || (beside && arc.target !== target)) continue;
      if (hops + arc.hops + hopsLeft.get(key) > search.maxHops) continue;
      // A claim said twice joins merely two things that inherit it.
      if (arc.claim && arcs.some((one) => one.claim === arc.claim)) continue;
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
