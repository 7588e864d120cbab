// Names as people type them, each to one entity: the order of names.py.
const normalize = (text) => {
  const plain = text.normalize("NFKC").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+(?:['\u2019][\p{L}\p{N}_]+)*/gu) || [];
  return (words.length > 1 && ["the", "a", "an"].includes(words[0]) ? words.slice(1) : words).join(" ");
};

const singulars = (name) =>
  [["ies", "y"], ["ae", "a"], ["ses", "sis"], ["es", ""], ["s", ""]]
    .filter(([plural]) => name.endsWith(plural) && name.length > plural.length + 2 && !name.endsWith("ss"))
    .map(([plural, singular]) => name.slice(0, -plural.length) + singular);

class Names {
  constructor(entities) {
    this.ids = new Set(entities.map((entity) => entity.id));
    this.tables = [new Map(), new Map(), new Map()];
    const [usual, labels, synonyms] = this.tables;
    const add = (table, name, id) => {
      const key = normalize(name);
      if (!table.has(key)) table.set(key, new Set());
      table.get(key).add(id);
    };
    for (const entity of entities) {
      entity.usual.forEach((name) => add(usual, name, entity.id));
      add(labels, entity.label, entity.id);
      [entity.phrase, ...entity.names].forEach((name) => add(synonyms, name, entity.id));
    }
  }

  // The ids that a name may mean: one, several or none.
  find(text) {
    if (this.ids.has(text.trim())) return [text.trim()];
    const name = normalize(text);
    for (const form of name ? [name, ...singulars(name)] : []) {
      for (const table of this.tables) if (table.has(form)) return [...table.get(form)].sort();
    }
    return [];
  }
}
