// Claims as Turtle, in the form of the ontology: one triple, and one axiom for each evidence.
const LOCAL = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;
const OBO = /^([A-Za-z]+):([0-9]+)$/;
const HEAD = /^([A-Za-z][A-Za-z0-9]*):(.*)$/s;

const literal = (text) =>
  `"${text.replace(/[\\"\n\r\t\u0000-\u001f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

const bracketed = (iri) =>
  `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`)}>`;

// Returns a writer of one id, which notes the prefixes that it used.
const termWriter = (prefixes, used) => (id) => {
  const [, prefix, local] = HEAD.exec(id) || [];
  if (prefix && Object.hasOwn(prefixes, prefix) && LOCAL.test(local)) {
    used.add(prefix);
    return id;
  }
  const obo = OBO.exec(id);
  return bracketed(obo ? `${prefixes.obo}${obo[1]}_${obo[2]}` : id);
};

// A note without the side, which the ontology keeps apart.
const noteOf = ({ note, side }) => (side ? note.replace(`on the ${side}`, "").replace(/^; /, "") : note);

// `comment` stands at the top, a line each.
export const toTurtle = (graph, prefixes, claims, comment) => {
  const used = new Set(["owl", "dcterms", "soma", "rdfs"]);
  const term = termWriter(prefixes, used);
  const blocks = [];
  for (const id of [...new Set(claims.flatMap((claim) => [claim.subject, claim.object]))].sort()) {
    blocks.push(`${term(id)} rdfs:label ${literal(graph.entities.get(id).label)} .`);
  }
  for (const { subject, relation, object, evidence } of claims) {
    blocks.push(`${term(subject)} ${term(relation)} ${term(object)} .`);
    for (const piece of evidence) {
      const rows = [
        "a owl:Axiom",
        `dcterms:source ${term(piece.source)}`,
        `owl:annotatedProperty ${term(relation)}`,
        `owl:annotatedSource ${term(subject)}`,
        `owl:annotatedTarget ${term(object)}`,
        `soma:directness "${piece.indirect ? "indirect" : "direct"}"`,
        ...(piece.locator ? [`soma:locator ${literal(piece.locator)}`] : []),
        `soma:modality "${piece.modality}"`,
        ...(noteOf(piece) ? [`soma:note ${literal(noteOf(piece))}`] : []),
        ...(piece.side ? [`soma:onSide "${piece.side}"`] : []),
        ...(piece.speaker ? [`soma:speaker ${term(piece.speaker)}`] : []),
        `soma:standing "${piece.standing}"`,
      ];
      blocks.push(`[]\n    ${rows.join(" ;\n    ")} .`);
    }
  }
  const head = [...used].sort().map((prefix) => `@prefix ${prefix}: <${prefixes[prefix]}> .`);
  const told = comment.map((line) => `# ${line.replace(/[\r\n]+/g, " ")}`);
  return `${[told.join("\n"), head.join("\n"), ...blocks].join("\n\n")}\n`;
};
