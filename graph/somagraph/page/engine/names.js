// Names as people type them, each to one entity: the order of names.py.
import { compareTexts } from "./arcs.js";

const normalize = (text) => {
  // Upper case first: that is how Python folds ß and the final sigma.
  const plain = text.normalize("NFKC").toUpperCase().toLowerCase().replace(/\u03c2/g, "\u03c3");
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

// How many letters differ, swapped neighbours counting once; beyond `most` it does not matter how many.
const distance = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length];
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

  // Names that are spelled much like a text, the most alike first.
  alike(text, limit) {
    const wanted = normalize(text.slice(0, LONGEST_NAME));
    const most = Math.min(2, Math.floor(wanted.length / 3));
    const found = new Map();
    for (const { entity, names } of most ? this.rows : []) {
      const far = Math.min(...names.map(([name]) => distance(wanted, name, most)));
      if (far <= most) found.set(entity, far);
    }
    return [...found].sort(([, one], [, other]) => one - other).map(([entity]) => entity).slice(0, limit);
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
          other.entity.hub - one.entity.hub ||
          compareTexts(one.entity.label, other.entity.label) ||
          compareTexts(one.entity.id, other.entity.id),
      )
      .slice(0, limit);
  }
}
