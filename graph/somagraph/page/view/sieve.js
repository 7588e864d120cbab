// What is left out: in the picture (kinds, layers) and in picture and answers alike (families of
// relations, standings, sources, links called indirect). Nothing unless chosen.
export const FAMILIES = {
  anatomical: "what the body has",
  functional: "what it does",
  causal: "what leads to what",
  practical: "what is done",
};
export const LAYERS = { front: "front", middle: "middle", deep: "deep" };

export const makeSieve = () => ({
  looks: new Set(), layers: new Set(), families: new Set(), standings: new Set(), without: new Set(),
  indirect: true,
});

// What is kept of a list, in the form of a question: empty where nothing is left out.
const kept = (all, out) => {
  const left = all.filter((one) => !out.has(one));
  return left.length === all.length ? [] : left.length ? left : ["none"];
};

export const filtersOf = (sieve, standings) => ({
  families: kept(Object.keys(FAMILIES), sieve.families),
  standings: kept(standings.map((line) => line.id), sieve.standings),
  without: [...sieve.without].sort(),
  indirect: sieve.indirect,
});

// Takes back what a suggestion names, or all that a question leaves out.
export const relaxed = (sieve, state, { change, value }) => {
  const changes = {
    indirect: () => Object.assign(sieve, { indirect: true }),
    via: () => Object.assign(state, { via: value }),
    without: () => Object.assign(sieve, { without: new Set(value) }),
    standing: () => sieve.standings.clear(),
    relation: () => sieve.families.clear(),
    max_hops: () => {},
  };
  if (changes[change]) changes[change]();
  else {
    const { looks, layers } = sieve;
    Object.assign(sieve, makeSieve(), { looks, layers });
    Object.assign(state, { via: [] });
  }
};

// What a question leaves out, in words.
export const tellNarrowed = (graph, filters, via) => {
  const told = [];
  const phrases = via.map((id) => graph.entities.get(id).phrase);
  if (phrases.length) told.push(`Only what leads through ${phrases.join(" and ")}.`);
  const words = { ...FAMILIES, none: "nothing" };
  if (filters.families.length) told.push(`Only claims of ${filters.families.map((f) => words[f]).join(", ")}.`);
  if (filters.standings.length) told.push(`Only sources of this standing: ${filters.standings.join(", ")}.`);
  const names = filters.without.map((id) => graph.sources.get(id)?.label || id);
  if (names.length) told.push(`Without what these say: ${names.join("; ")}.`);
  if (!filters.indirect) told.push("Without links that their source calls indirect.");
  return told;
};
