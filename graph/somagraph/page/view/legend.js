// The legend, which is the filter as well: each entry that can be left out is a box to tick.
import { byId, element } from "./elements.js";
import { paint } from "./painter.js";
import { FAMILIES, LAYERS } from "./sieve.js";
import { shapeItem } from "./shapes.js";
import { colors, isDark } from "./theme.js";

const WIDE = 40, HIGH = 18;

const key = (items) => {
  const canvas = element("canvas", "", "key");
  const ratio = 2;
  canvas.width = WIDE * ratio;
  canvas.height = HIGH * ratio;
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  paint(context, items);
  return canvas;
};

const shapeKey = (look) => {
  const fill = look[isDark() ? "dark" : "light"];
  return key([shapeItem(look.shape, WIDE / 2, HIGH / 2, 6, { fill })]);
};

const lineKey = ({ dashes = [], width = 2.2, mark }) => {
  const stroke = colors().ink;
  const line = { points: [[1, HIGH / 2], [WIDE - 1, HIGH / 2]], stroke, width, dash: dashes };
  const marks = {
    indirect: [{ circle: [WIDE / 2, HIGH / 2, 4], fill: stroke }],
    disputed: [{ points: [[WIDE / 2, 3], [WIDE / 2, HIGH - 3]], stroke, width: 3 }],
  };
  return key([line, ...(marks[mark] || [])]);
};

const count = (numbers, name) => numbers.set(name, (numbers.get(name) || 0) + 1);

export class Legend {
  constructor(graph, data, sieve, onChange) {
    Object.assign(this, { graph, data, sieve, onChange });
    this.count();
  }

  // How many things and claims there are of each sort.
  count() {
    const { graph } = this;
    this.numbers = new Map();
    for (const entity of graph.entities.values()) {
      count(this.numbers, `look ${entity.look}`);
      if (entity.layer) count(this.numbers, `layer ${entity.layer}`);
    }
    for (const claim of graph.claims.values()) {
      count(this.numbers, `family ${graph.relations.get(claim.relation).family}`);
      for (const name of new Set(claim.evidence.map((piece) => `standing ${piece.standing}`))) count(this.numbers, name);
      const told = claim.evidence.flatMap((piece) => [piece.source, piece.speaker].filter(Boolean));
      for (const id of new Set(told)) count(this.numbers, `source ${id}`);
      if (claim.evidence.some((piece) => piece.indirect)) count(this.numbers, "indirect");
    }
  }

  draw() {
    const { graph, data, sieve } = this;
    const { lines, looks } = data;
    const shown = looks.map((look, i) => ({ look, i })).filter(({ i }) => this.numbers.has(`look ${i}`));
    const rows = {
      kinds: shown.map(({ look, i }) => this.box(sieve.looks, i, look.label, `look ${i}`, shapeKey(look))),
      layers: Object.entries(LAYERS).map(([id, words]) => this.box(sieve.layers, id, words, `layer ${id}`)),
      standings: lines.standings.map((line) =>
        this.box(sieve.standings, line.id, line.label, `standing ${line.id}`, lineKey(line))),
      modalities: lines.modalities.map((line) => this.row(line.label, lineKey({ width: line.width }))),
      marks: [this.indirectBox(), this.row(lines.marks[1].label, lineKey({ mark: "disputed" }))],
      families: Object.entries(FAMILIES).map(([id, words]) => this.box(sieve.families, id, words, `family ${id}`)),
      sources: [...graph.sources.values()].map(({ id, label, speaker }) =>
        this.box(sieve.without, id, speaker ? `${label}, as quoted` : label, `source ${id}`)),
    };
    for (const [name, items] of Object.entries(rows)) byId(name).replaceChildren(...items.filter(Boolean));
  }

  // Brings the sources to tick into view.
  openSources() {
    byId("legend").open = true;
    const sources = byId("sources");
    sources.closest("details").open = true;
    sources.scrollIntoView({ block: "nearest" });
    sources.querySelector("input")?.focus({ preventScroll: true });
  }

  row(words, drawn) {
    const row = element("div", "", "entry");
    row.append(...(drawn ? [drawn] : []), element("span", words));
    return row;
  }

  // A box that is ticked unless its entry is left out.
  box(out, id, words, number, drawn) {
    return this.tickBox(words, number, drawn, !out.has(id), (isIn) => (isIn ? out.delete(id) : out.add(id)));
  }

  indirectBox() {
    const { sieve, data } = this;
    const drawn = lineKey({ mark: "indirect" });
    return this.tickBox(data.lines.marks[0].label, "indirect", drawn, sieve.indirect, (isIn) => {
      sieve.indirect = isIn;
    });
  }

  tickBox(words, number, drawn, isIn, onTick) {
    if (!this.numbers.has(number)) return null;
    const row = element("label", "", "entry");
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.checked = isIn;
    tick.addEventListener("change", () => {
      onTick(tick.checked);
      this.onChange();
    });
    const many = element("span", `${this.numbers.get(number)}`, "quiet number");
    row.append(tick, ...(drawn ? [drawn] : []), element("span", words), many);
    return row;
  }
}
