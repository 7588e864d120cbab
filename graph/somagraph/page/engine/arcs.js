// Claims made walkable: the roles, costs and order of arcs.py.
// All costs are integers, thousandths of a step, so that both count alike.
import { readEvidence } from "./evidence.js";

const UPPER = 1, BEARER = 2, ALONE = 4, FREE = 8, LEFT = 16, RIGHT = 32, SOME = 64, KIND = 128;

export const SIDED = LEFT | RIGHT;

export const KIND_OF = "soma:kindOf";

const MOST_FRONTIERS = 6;
// The most claims that one conclusion is drawn from.
const LONGEST = 50;

export const REFERENCES = ["textbook", "research"];

export const NO_FILTERS = {
  families: [], standings: [], without: [], avoid: [],
  indirect: true, assertedOnly: false, directed: false, anatomicalOnly: false,
};

export const compareTexts = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

export const compareRows = (one, other) => {
  for (let i = 0; i < Math.min(one.length, other.length); i += 1) {
    const order = compareTexts(one[i], other[i]);
    if (order) return order;
  }
  return one.length - other.length;
};

export const claimsOf = (arc) => (arc.premises.length ? arc.premises : arc.claim ? [arc.claim] : []);

const priced = (arc) => ({ ...arc, cost: arc.step + arc.evidence + arc.hub });

const compareArcs = (one, other) =>
  ((one.sourceRole | one.targetRole) & ALONE) - ((other.sourceRole | other.targetRole) & ALONE) ||
  one.cost - other.cost ||
  one.hops - other.hops ||
  compareRows(claimsOf(one).map((claim) => claim.id), claimsOf(other).map((claim) => claim.id));

export const rolesConflict = (one, other) =>
  Boolean(one & other & (UPPER | BEARER)) ||
  Boolean((one | other) & ALONE && !((one | other) & FREE)) ||
  ((one | other) & SIDED) === SIDED ||
  ((one | other) & (SOME | KIND)) === (SOME | KIND);

// The role of an arc at its target, with the side that a path has kept to.
export const arrivedRole = (role, arc) => arc.targetRole | (arc.keepsSide && role > 0 ? role & SIDED : 0);

const sideOf = ({ evidence }) => {
  const sides = new Set(evidence.map((piece) => piece.side));
  return sides.size === 1 ? [...sides][0] : undefined;
};

// Whether other claims may follow from a claim: no hedge, no hearsay, no indirect link.
const isPlain = (claim) => claim.evidence.some((piece) => !piece.hedged && !piece.indirect);

// The knowledge of the page: the tables of content.py, joined.
export class Graph {
  constructor(data) {
    this.costs = data.costs;
    for (const table of ["entities", "relations", "sources", "claims", "touching", "states", "numbers", "frontiers"]) {
      this[table] = new Map();
    }
    this.add(data);
  }

  // Takes in what a page begins with, or what it is given later; what is known already stays.
  add(data) {
    const fresh = data.entities.filter(({ id }) => !this.entities.has(id));
    for (const entity of fresh) {
      this.numbers.set(entity.id, this.entities.size);
      this.entities.set(entity.id, entity);
      this.touching.set(entity.id, []);
    }
    for (const name of ["relations", "sources"]) {
      for (const row of data[name]) if (!this[name].has(row.id)) this[name].set(row.id, row);
    }
    const isLater = this.claims.size > 0;
    const changed = new Set();
    const pieces = readEvidence(data);
    for (const [one, verb, other, ...evidence] of data.claims) {
      const [subject, object] = [data.entities[one].id, data.entities[other].id];
      const relation = data.relations[verb].id;
      const id = `${subject}--${relation}--${object}`;
      if (this.claims.has(id)) continue;
      const claim = { id, subject, relation, object, evidence: evidence.map((i) => pieces[i]) };
      this.claims.set(claim.id, claim);
      this.touching.get(subject).push(claim);
      if (object !== subject) this.touching.get(object).push(claim);
      if (isLater) changed.add(subject).add(object);
    }
    for (const id of changed) this.touching.get(id).sort((a, b) => compareTexts(a.id, b.id));
    for (const entity of fresh) {
      if (!entity.bearer) continue;
      if (!this.states.has(entity.bearer)) this.states.set(entity.bearer, []);
      this.states.get(entity.bearer).push(entity.id);
      if (isLater) this.states.get(entity.bearer).sort(compareTexts);
    }
  }

  claimsAbout(id) {
    return this.touching.get(id);
  }

  statesOf(id) {
    return this.states.get(id) || [];
  }

  // Whether a path may lead through an entity (not through a person or a book).
  isBridge(id) {
    return !this.entities.get(id).endOnly;
  }

  // The structure of a state, or the entity itself.
  siteOf(id) {
    return this.entities.get(id).bearer || id;
  }

  // Whether a path leaves each structure for good: its states count as the structure.
  isOneVisit(entities) {
    const sites = entities.map((id) => this.siteOf(id));
    return sites.every((site) => sites.lastIndexOf(site) - sites.indexOf(site) <= 1);
  }

  // A claim with the evidence that the filters keep, or null if none is kept.
  narrowed(claim, filters) {
    const { family, shown } = this.relations.get(claim.relation);
    if (shown) return null;
    if (filters.families.length && !filters.families.includes(family)) return null;
    if (filters.anatomicalOnly && family !== "anatomical") return null;
    const evidence = claim.evidence.filter(
      (piece) =>
        (!filters.standings.length || filters.standings.includes(piece.standing)) &&
        (filters.indirect || !piece.indirect) &&
        !filters.without.includes(piece.source) &&
        !(piece.speaker && filters.without.includes(piece.speaker)) &&
        (!filters.anatomicalOnly || REFERENCES.includes(piece.standing)),
    );
    return evidence.length ? { ...claim, evidence } : null;
  }

  // The arcs that leave each entity: one, the cheapest, for each target.
  frontier(filters) {
    const name = JSON.stringify(filters);
    if (!this.frontiers.has(name)) {
      // The oldest goes: with every box that is ticked another one comes.
      if (this.frontiers.size >= MOST_FRONTIERS) this.frontiers.delete(this.frontiers.keys().next().value);
      this.frontiers.set(name, this.buildFrontier(filters));
    }
    return this.frontiers.get(name);
  }

  buildFrontier(filters) {
    const leaving = new Map([...this.entities.keys()].map((id) => [id, new Map()]));
    for (const arc of this.allArcs(filters)) {
      const arcs = leaving.get(arc.source);
      const known = arcs.get(arc.target);
      if (!known || compareArcs(arc, known) < 0) arcs.set(arc.target, arc);
    }
    const sorted = new Map();
    for (const [id, arcs] of leaving) {
      sorted.set(id, [...arcs.values()].sort((one, other) => compareTexts(one.target, other.target)));
    }
    return sorted;
  }

  *allArcs(filters) {
    const avoid = new Set(filters.avoid);
    const kept = [];
    for (const claim of this.claims.values()) {
      if (avoid.has(claim.subject) || avoid.has(claim.object)) continue;
      const narrowed = this.narrowed(claim, filters);
      if (narrowed) kept.push(narrowed);
    }
    for (const claim of kept) yield* this.claimArcs(claim, filters.directed);
    for (const [bearer, states] of this.states) {
      for (const state of states) {
        if (!avoid.has(bearer) && !avoid.has(state)) yield* this.bearerArcs(state, bearer);
      }
    }
    if (filters.assertedOnly) return;
    for (const premises of this.inherited(kept)) yield* this.entailedArcs(premises, -1, filters.directed);
    for (const premises of this.carriedOn(kept)) yield* this.entailedArcs(premises, 0, filters.directed);
  }

  *claimArcs(claim, directed) {
    yield this.claimArc(claim, true);
    if (!directed || this.relations.get(claim.relation).symmetric) yield this.claimArc(claim, false);
  }

  *bearerArcs(state, bearer) {
    const free = {
      claim: null, step: 0, evidence: 0, hops: 0, direction: 0, premises: [], keepsSide: false,
      hub: this.entities.get(state).hub + this.entities.get(bearer).hub,
    };
    const up = { source: state, target: bearer, forward: true };
    yield priced({ ...free, ...up, sourceRole: FREE, targetRole: BEARER | FREE });
    const down = { source: bearer, target: state, forward: false };
    yield priced({ ...free, ...down, sourceRole: BEARER | FREE, targetRole: FREE });
  }

  claimArc(claim, forward) {
    const relation = this.relations.get(claim.relation);
    const backward = !forward && !relation.symmetric && relation.surcharged ? this.costs.backward : 0;
    const [source, target] = forward ? [claim.subject, claim.object] : [claim.object, claim.subject];
    const [atSource, atTarget] = forward
      ? [relation.atSubject, relation.atObject]
      : [relation.atObject, relation.atSubject];
    // A class of a loaded file is of no kind: the claim needs some of it only.
    const some = claim.relation !== KIND_OF && this.isClass(claim.object) ? SOME : 0;
    const side = { left: LEFT, right: RIGHT }[sideOf(claim)] || 0;
    const [fromPair, toPair] = [this.isPair(source), this.isPair(target)];
    return priced({
      source, target, claim, forward, hops: 1, premises: [],
      sourceRole: atSource | (fromPair ? side : 0) | (forward ? 0 : some),
      targetRole: atTarget | (toPair ? side : 0) | (forward ? some : 0),
      keepsSide: !side && fromPair && toPair,
      step: this.costs.step,
      evidence: Math.min(...claim.evidence.map((piece) => piece.cost)) + backward,
      hub: this.entities.get(source).hub + this.entities.get(target).hub,
      direction: relation.direction * (forward ? 1 : -1),
    });
  }

  // Whether an entity is a class of a loaded file, and no thing of a kind of ours.
  isClass(id) {
    return !this.entities.get(id).kind;
  }

  // Whether an entity, or the structure whose state it is, is one of a pair.
  isPair(id) {
    return Boolean(this.entities.get(this.siteOf(id)).pair);
  }

  // The premises of what a narrower entity inherits: kind-of claims, then a claim.
  *inherited(kept) {
    const wider = new Map();
    const said = new Map();
    const add = (map, key, claim) => (map.has(key) ? map.get(key).push(claim) : map.set(key, [claim]));
    for (const claim of kept) {
      if (claim.relation === KIND_OF) add(wider, claim.subject, claim);
      else if (this.isInheritable(claim)) add(said, claim.subject, claim);
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
        if (chain.length + 1 < LONGEST) for (const claim of wider.get(top) || []) waiting.push([...chain, claim]);
      }
    }
  }

  // What is said of a kind holds of its sub-kinds: no hedge, no hearsay.
  isInheritable(claim) {
    return this.relations.get(claim.relation).inheritable && isPlain(claim);
  }

  // The premises of what holds of a whole because it holds of a part, and the like.
  *carriedOn(kept) {
    const over = new Map();
    for (const claim of kept) {
      const key = `${claim.subject} ${claim.relation}`;
      if (!over.has(key)) over.set(key, []);
      over.get(key).push(claim);
    }
    for (const lead of kept) {
      const relations = this.relations.get(lead.relation).over || [];
      const waiting = relations.length && isPlain(lead) ? [[lead]] : [];
      const seen = new Set([lead.subject, lead.object]);
      while (waiting.length) {
        const chain = waiting.shift();
        if (chain.length === LONGEST) continue;
        for (const relation of relations) {
          for (const claim of over.get(`${chain.at(-1).object} ${relation}`) || []) {
            if (seen.has(claim.object) || !isPlain(claim)) continue;
            seen.add(claim.object);
            waiting.push([...chain, claim]);
            yield [...chain, claim];
          }
        }
      }
    }
  }

  // Both directions of an entailed arc: it says what the premise at `lead` says, of the first one's
  // subject and the last one's object, and costs what all of them cost.
  *entailedArcs(premises, lead, directed) {
    const start = premises[0].subject, end = premises.at(-1).object;
    const beside = lead ? premises.slice(0, -1) : premises.slice(1);
    const leads = premises.at(lead).relation;
    const up =
      (this.relations.get(beside.at(-1).relation).atObject & UPPER) |
      (leads === KIND_OF ? KIND : this.isClass(end) ? SOME : 0);
    for (const arc of this.claimArcs(premises.at(lead), directed)) {
      const others = beside.map((claim) => this.claimArc(claim, arc.forward));
      const sum = (name) => others.reduce((total, one) => total + one[name], arc[name]);
      const [atStart, atEnd] = lead
        ? [0, arc.forward ? arc.targetRole : arc.sourceRole]
        : [arc.forward ? arc.sourceRole : arc.targetRole, up];
      yield priced({
        ...arc, premises, hops: premises.length,
        source: arc.forward ? start : end,
        target: arc.forward ? end : start,
        step: sum("step"), evidence: sum("evidence"), hub: sum("hub"),
        sourceRole: arc.forward ? atStart : atEnd,
        targetRole: arc.forward ? atEnd : atStart,
        keepsSide: this.isPair(start) && this.isPair(end) && !premises.some(sideOf),
      });
    }
  }
}
