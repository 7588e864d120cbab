// The page itself: the picture, the cards, the question, the legend.
const { network: built, data } = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const graph = new Graph(data);
const { entities: cards, claims } = graph;
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark ? "#efebe3" : "#23211e";
const faint = dark ? "rgba(239,235,227,.13)" : "rgba(35,33,30,.13)";

// Text only ever enters the page as text.
const element = (tag, text, className) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

// Edges stand in the order of the claims.
built.edges.forEach((edge, i) => {
  edge.id = claimId(data.claims[i]);
});
const colors = new Map(built.nodes.map((node) => [node.id, node.color]));
const nodes = new vis.DataSet(
  built.nodes.map((node) => ({ ...node, physics: false, font: { color: ink } })),
);
const edges = new vis.DataSet(built.edges.map((edge) => ({ ...edge, color: faint })));
const network = new vis.Network(byId("picture"), { nodes, edges }, built.options);

network.on("beforeDrawing", (context) => drawBody(context, data.layout, ink, dark));

const light = (chosenNodes, chosenClaims) => {
  const all = chosenNodes === null;
  nodes.update(
    built.nodes.map((node) => {
      const on = all || chosenNodes.has(node.id);
      return {
        id: node.id,
        color: on ? colors.get(node.id) : faint,
        font: { color: on ? ink : faint, size: on && !all ? 26 : 17 },
      };
    }),
  );
  edges.update(
    built.edges.map((edge) => {
      const on = chosenClaims.has(edge.id);
      return {
        id: edge.id,
        color: on ? ink : faint,
        label: on ? graph.relations.get(claims.get(edge.id).relation).label[0] : undefined,
        font: { color: ink, strokeColor: dark ? "#1b1a18" : "#fbf9f5", size: 20 },
        hidden: !all && !on,
      };
    }),
  );
};

const signsInto = (parent, signs) => {
  for (const sign of signs) parent.append(element("p", sign, "signs"));
};

const claimItem = (claim, here) => {
  const item = element("li", stateClaim(graph, claim));
  item.append(element("div", `[${citeAll(claim.evidence)}] ${claim.evidence[0].sure}`, "quiet"));
  const notes = claim.evidence.map((evidence) => evidence.note).filter(Boolean);
  if (notes.length) item.append(element("div", `Qualified: ${notes.join("; ")}`, "quiet"));
  for (const about of claim.disputed || []) item.append(element("div", `Sources disagree: ${about}`, "quiet"));
  const other = claim.subject === here ? claim.object : claim.subject;
  const go = element("button", `go to ${cards.get(other).label}`, "link quiet");
  go.type = "button";
  go.addEventListener("click", () => choose(other));
  item.append(go);
  return item;
};

const choose = (id) => {
  const card = cards.get(id);
  if (!card) return;
  const touching = [...claims.values()].filter((claim) => claim.subject === id || claim.object === id);
  light(
    new Set([id, ...touching.flatMap((claim) => [claim.subject, claim.object])]),
    new Set(touching.map((claim) => claim.id)),
  );
  network.focus(id, { scale: 0.6, animation: false });
  network.selectNodes([id], false);
  const view = byId("card");
  view.replaceChildren(element("h2", card.label), element("p", card.kindLabel, "quiet"));
  if (card.definition) view.append(element("p", card.definition));
  if (card.see) view.append(element("p", `Our words; see ${card.see}.`, "quiet"));
  const others = [...card.usual, ...card.names];
  if (others.length) view.append(element("p", `Also called: ${others.join(", ")}`));
  if (card.bearer) view.append(element("p", `A state of: ${cards.get(card.bearer).label}`));
  const list = element("ul");
  for (const claim of touching) list.append(claimItem(claim, id));
  view.append(element("h3", `Claims (${touching.length})`), list);
  for (const denial of card.denied) view.append(element("p", denial));
  if (card.note) view.append(element("p", card.note));
  const named = touching.flatMap((claim) => [claim.subject, claim.object]);
  signsInto(view, tellSigns(graph, data.signs, [id, ...named]));
  byId("panel").scrollTop = 0;
};

const names = new Names(data.entities);
const options = document.createDocumentFragment();
for (const card of data.entities) {
  const option = document.createElement("option");
  option.value = card.label;
  options.append(option);
}
byId("names").append(options);

// The one entity that a name means; else the reader is told why not.
const resolve = (text) => {
  const found = names.find(text);
  if (found.length === 1) return found[0];
  const several = found.map((id) => `${cards.get(id).label} (${id})`).join(", ");
  const told = several ? `${text} could be ${several}; use the id.` : `Nothing here is called ${text}.`;
  byId("card").replaceChildren(element("p", told));
  return null;
};
const search = () => {
  const found = resolve(byId("search").value);
  if (found) choose(found);
};
byId("find").addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
byId("search").addEventListener("change", search);
byId("reset").addEventListener("click", () => {
  light(null, new Set());
  network.unselectAll();
  network.fit({ animation: false });
});
network.on("selectNode", (event) => choose(event.nodes[0]));

const key = (draw) => {
  const canvas = element("canvas", "", "key");
  canvas.width = 68;
  canvas.height = 36;
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  draw(context);
  return canvas;
};
const shapes = {
  dot: (c) => c.arc(17, 9, 6, 0, 7),
  square: (c) => c.rect(11, 3, 12, 12),
  triangle: (c) => [[17, 2], [24, 15], [10, 15]].forEach((p) => c.lineTo(...p)),
  triangleDown: (c) => [[17, 16], [24, 3], [10, 3]].forEach((p) => c.lineTo(...p)),
  diamond: (c) => [[17, 1], [24, 9], [17, 17], [10, 9]].forEach((p) => c.lineTo(...p)),
  hexagon: (c) => [[13, 2], [21, 2], [25, 9], [21, 16], [13, 16], [9, 9]].forEach((p) => c.lineTo(...p)),
  star: (c) => {
    for (let i = 0; i < 10; i += 1) {
      const radius = i % 2 ? 3.2 : 8;
      c.lineTo(17 + radius * Math.sin((i * Math.PI) / 5), 9 - radius * Math.cos((i * Math.PI) / 5));
    }
  },
};
for (const look of data.looks) {
  const item = element("li");
  item.append(
    key((context) => {
      context.fillStyle = look.color;
      context.beginPath();
      shapes[look.shape](context);
      context.fill();
    }),
    element("span", look.label),
  );
  byId("looks").append(item);
}
for (const line of data.lines) {
  const item = element("li");
  item.append(
    key((context) => {
      context.strokeStyle = ink;
      context.lineWidth = line.width;
      context.setLineDash(line.dashes || []);
      context.beginPath();
      context.moveTo(0, 9);
      context.lineTo(34, 9);
      context.stroke();
    }),
    element("span", line.label),
  );
  byId("lines").append(item);
}

const stepsInto = (parent, steps) => {
  for (const step of steps) {
    parent.append(element("div", step.sentence), element("div", `[${step.citation}] ${step.sure}`, "quiet"));
    for (const detail of step.details) parent.append(element("div", detail, "quiet"));
  }
};

const showAnswer = (answer) => {
  const view = byId("answer");
  view.hidden = false;
  view.replaceChildren(element("h2", answer.question));
  for (const denial of answer.denied) view.append(element("p", denial));
  if (answer.empty) view.append(element("p", "Nothing here connects them."));
  const list = element("ol");
  for (const connection of answer.connections) {
    const item = element("li");
    const pick = element("button", connection.heading, "link");
    pick.type = "button";
    pick.addEventListener("click", () => {
      for (const other of list.querySelectorAll("button")) other.removeAttribute("aria-current");
      pick.setAttribute("aria-current", "true");
      light(new Set(connection.entities), new Set(connection.claims));
      network.fit({ nodes: connection.entities, animation: false });
    });
    item.append(pick);
    stepsInto(item, connection.steps);
    for (const caution of connection.cautions) item.append(element("div", caution, "quiet"));
    list.append(item);
  }
  view.append(list);
  for (const [about, ...sides] of answer.disputed) {
    const both = element("ul");
    for (const side of sides) both.append(element("li", side));
    view.append(element("p", about), both);
  }
  if (answer.anatomical) {
    const alone = element("p");
    stepsInto(alone, answer.anatomical.steps);
    for (const caution of answer.anatomical.cautions) alone.append(element("div", caution, "quiet"));
    view.append(element("h3", "By anatomy alone, what the body has"), alone);
  }
  if (answer.common.length) view.append(element("h3", "In common, which is no connection"));
  for (const steps of answer.common) {
    const shared = element("p");
    stepsInto(shared, steps);
    view.append(shared);
  }
  if (answer.omitted) {
    const least = answer.truncated ? "at least " : "";
    view.append(element("p", `Not shown: ${least}${answer.omitted} more connections.`, "quiet"));
  }
  signsInto(view, answer.signs);
  byId("card").replaceChildren();
  byId("panel").scrollTop = 0;
  list.querySelector("button")?.click();
};

// The question stands in the address, so that it can be sent and come back to.
const remember = (one, other) => {
  const address = new URLSearchParams({ from: one, to: other });
  try {
    history.replaceState(null, "", `#${address}`);
  } catch {
    // A page in a sandbox has no address of its own.
  }
};
const ask = () => {
  const one = resolve(byId("from").value);
  const other = one && resolve(byId("to").value);
  if (!one || !other) return;
  if (one === other) {
    byId("card").replaceChildren(element("p", "Both names mean the same thing; name two."));
    return;
  }
  remember(one, other);
  showAnswer(tellAnswer(graph, data, one, other, 5));
};
byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
byId("swap").addEventListener("click", () => {
  const [from, to] = [byId("from"), byId("to")];
  [from.value, to.value] = [to.value, from.value];
  if (from.value && to.value) ask();
});

network.fit({ animation: false });
const asked = new URLSearchParams(location.hash.slice(1));
if (cards.has(asked.get("from")) && cards.has(asked.get("to"))) {
  byId("from").value = cards.get(asked.get("from")).label;
  byId("to").value = cards.get(asked.get("to")).label;
  ask();
} else if (data.answer) showAnswer(data.answer);
// For whoever asks from the browser's own console.
window.somagraph = { graph, connect: (one, other, count) => connect(graph, one, other, count),
  tell: (one, other, count) => tellAnswer(graph, data, one, other, count), find: (text) => names.find(text) };
document.body.dataset.ready = "true";
