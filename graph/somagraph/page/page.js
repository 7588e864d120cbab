"use strict";
(() => {
  const { network: built, data } = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const cards = new Map(data.cards.map((card) => [card.id, card]));
  const claims = new Map(data.claims.map((claim) => [claim.id, claim]));
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

  const colors = new Map(built.nodes.map((node) => [node.id, node.color]));
  const nodes = new vis.DataSet(
    built.nodes.map((node) => ({ ...node, physics: false, font: { color: ink } })),
  );
  const edges = new vis.DataSet(built.edges.map((edge) => ({ ...edge, color: faint })));
  const network = new vis.Network(byId("picture"), { nodes, edges }, built.options);

  // R and L: the person faces the viewer.
  network.on("beforeDrawing", (context) => {
    context.save();
    context.fillStyle = ink;
    context.globalAlpha = 0.35;
    context.font = "64px system-ui, sans-serif";
    context.fillText("R", -1100, -1350);
    context.fillText("L", 1060, -1350);
    context.restore();
  });

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
          label: on ? claims.get(edge.id).label : undefined,
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
    const item = element("li", claim.sentence);
    item.append(element("div", `[${claim.citation}] ${claim.sure}`, "quiet"));
    if (claim.notes.length) item.append(element("div", `Qualified: ${claim.notes.join("; ")}`, "quiet"));
    for (const about of claim.disputed) item.append(element("div", `Sources disagree: ${about}`, "quiet"));
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
    const touching = data.claims.filter((claim) => claim.subject === id || claim.object === id);
    light(
      new Set([id, ...touching.flatMap((claim) => [claim.subject, claim.object])]),
      new Set(touching.map((claim) => claim.id)),
    );
    network.focus(id, { scale: 0.6, animation: false });
    network.selectNodes([id], false);
    const view = byId("card");
    view.replaceChildren(element("h2", card.label), element("p", card.kind, "quiet"));
    if (card.definition) view.append(element("p", card.definition));
    if (card.see) view.append(element("p", `Our words; see ${card.see}.`, "quiet"));
    if (card.names.length) view.append(element("p", `Also called: ${card.names.join(", ")}`));
    if (card.bearer) view.append(element("p", `A state of: ${cards.get(card.bearer).label}`));
    const list = element("ul");
    for (const claim of touching) list.append(claimItem(claim, id));
    view.append(element("h3", `Claims (${touching.length})`), list);
    for (const denial of card.denied) view.append(element("p", denial));
    if (card.note) view.append(element("p", card.note));
    signsInto(view, card.signs);
    byId("panel").scrollTop = 0;
  };

  const names = new Map();
  const options = document.createDocumentFragment();
  for (const card of data.cards) {
    for (const name of [card.label, ...card.names, card.id]) {
      const key = name.toLowerCase();
      if (!names.has(key)) names.set(key, card.id);
    }
    const option = document.createElement("option");
    option.value = card.label;
    options.append(option);
  }
  byId("names").append(options);
  byId("search").addEventListener("change", (event) => {
    const found = names.get(event.target.value.trim().toLowerCase());
    if (found) choose(found);
    else byId("card").replaceChildren(element("p", "Nothing here is called that."));
  });
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

  const tellAnswer = (answer) => {
    const view = byId("answer");
    view.hidden = false;
    view.append(element("h2", answer.question));
    if (answer.empty) view.append(element("p", "Nothing here connects them."));
    for (const denial of answer.denied) view.append(element("p", denial));
    const list = element("ol");
    for (const connection of answer.connections) {
      const item = element("li");
      const pick = element("button", connection.heading, "link");
      pick.type = "button";
      pick.addEventListener("click", () => {
        light(new Set(connection.entities), new Set(connection.claims));
        network.fit({ nodes: connection.entities, animation: false });
      });
      item.append(pick);
      stepsInto(item, connection.steps);
      for (const caution of connection.cautions) item.append(element("div", caution, "quiet"));
      list.append(item);
    }
    view.append(list);
    if (answer.common.length) view.append(element("h3", "In common, which is no connection"));
    for (const steps of answer.common) {
      const shared = element("p");
      stepsInto(shared, steps);
      view.append(shared);
    }
    signsInto(view, answer.signs);
    list.querySelector("button")?.click();
  };
  network.fit({ animation: false });
  if (data.answer) tellAnswer(data.answer);
  document.body.dataset.ready = "true";
})();
