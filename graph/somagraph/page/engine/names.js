// Names as people type them, each to one entity: the order of names.py.
import { compareTexts } from "./arcs.js";

const normalize = (text) => {
  const plain = text.normalize("NFKC").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+(?:['\u2019][\p{L}\p{N}_]+)*/gu) || [];
  return (words.length > 1 && ["the", "a", "an"].includes(words[0]) ? words.slice(1) : words).join(" ");
};

const singulars = (name) =>
  [["ies", "y"], ["ae", "a"], ["ses", "sis"], ["es", ""], ["s", ""]]
    .filter(([plural]) => name.endsWith(plural) && name.length > plural.length + 2 && !name.endsWith("ss"))
    .map(([plural, singular]) => name.slice(0, -plural.length) + singular);

const LONGEST_NAME = 500;

// 1 for the whole name, 2 for its beginning, 3 for all words in it, else 0.
const matchRank = (wanted, words, name) => {
  if (name === wanted) return 1;
  if (name.startsWith(wanted)) return 2;
  return words.every((word) => name.includes(word)) ? 3 : 0;
};

export class Names {
  constructor(entities) {
    this.ids = new Map(entities.map((entity) => [entity.id, entity]));
    this.tables = [new Map(), new Map(), new Map()];
    this.rows = [];
    const [usual, labels, synonyms] = this.tables;
    const add = (table, name, id) => {
      const key = normalize(name);
      if (!table.has(key)) table.set(key, new Set());
      table.get(key).add(id);
      return key;
    };
    for (const entity of entities) {
      const { id, label } = entity;
      const first = add(labels, label, id);
      const usuals = (entity.usual || []).map((name) => [add(usual, name, id), name]);
      const others = (entity.names || []).map((name) => [add(synonyms, name, id), name]);
      add(synonyms, entity.phrase, id);
      this.rows.push({ entity, names: [[first, label], ...usuals, ...others] });
    }
  }

  // The ids that a name may mean: one, several or none.
  find(text) {
    if (this.ids.has(text.trim())) return [text.trim()];
    const name = normalize(text.slice(0, LONGEST_NAME));
    for (const form of name ? [name, ...singulars(name)] : []) {
      for (const table of this.tables) if (table.has(form)) return [...table.get(form)].sort();
    }
    return [];
  }

  // The entities whose names hold all words of a text, best first, each with the name that did;
  // where a definition holds them, that comes last.
  search(text, limit) {
    const wanted = normalize(text.slice(0, LONGEST_NAME));
    const words = wanted.split(" ");
    const found = [];
    for (const { entity, names } of wanted ? this.rows : []) {
      let best = null;
      for (const [name, shown] of names) {
        const rank = matchRank(wanted, words, name);
        if (rank && (!best || rank < best.rank)) best = { rank, shown };
      }
      if (!best && entity.definition) {
        const definition = normalize(entity.definition);
        if (words.every((word) => definition.includes(word))) best = { rank: 4, shown: "" };
      }
      if (best) found.push({ entity, ...best });
    }
    return found
      .sort(
        (one, other) =>
          one.rank - other.rank ||
          compareTexts(one.entity.label, other.entity.label) ||
          compareTexts(one.entity.id, other.entity.id),
      )
      .slice(0, limit);
  }
}
