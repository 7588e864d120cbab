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

// Leaves out what another one does, in place: the legend holds on to its sets.
export const loadSieve = (sieve, other) => {
  for (const [name, value] of Object.entries(other)) {
    if (!(sieve[name] instanceof Set)) sieve[name] = value;
    else {
      sieve[name].clear();
      for (const id of value) sieve[name].add(id);
    }
  }
};

// Takes back what a suggestion names, or all that a question leaves out.
export const relaxed = (sieve, state, { change, value }, mostHops) => {
  const changes = {
    indirect: () => loadSieve(sieve, { indirect: true }),
    via: () => Object.assign(state, { via: value }),
    without: () => loadSieve(sieve, { without: value }),
    standing: () => sieve.standings.clear(),
    relation: () => sieve.families.clear(),
    max_hops: () => Object.assign(state, { maxHops: value }),
  };
  if (changes[change]) changes[change]();
  else {
    loadSieve(sieve, { families: [], standings: [], without: [], indirect: true });
    Object.assign(state, { via: [], maxHops: mostHops });
  }
};

// What a question leaves out, in words.
export const tellNarrowed = (graph, standings, { via, filters, maxHops }, usualHops) => {
  const phrases = via.map((id) => graph.entities.get(id).phrase);
  const families = filters.families.map((family) => FAMILIES[family] || "nothing");
  const kept = filters.standings.map((id) => standings.find((line) => line.id === id)?.label || "nothing");
  const names = filters.without.map((id) => graph.sources.get(id)?.label || id);
  return [
    phrases.length && `Only what leads through ${phrases.join(" and ")}.`,
    families.length && `Only claims of ${families.join(", ")}.`,
    kept.length && `Only what is said this way: ${kept.join("; ")}.`,
    names.length && `Without what these say: ${names.join("; ")}.`,
    !filters.indirect && "Without links that their source calls indirect.",
    maxHops !== usualHops && `Of up to ${maxHops} steps.`,
  ].filter(Boolean);
};
