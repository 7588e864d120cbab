// The picture: vis-network draws dots and lines in their fixed places, the body lies behind them and
// names stand around them. Nothing moves by itself.
import { Body } from "./body.js";
import { byId } from "./elements.js";
import { headingOf, letter, letteringItems, litWidth, shortened } from "./lettering.js";
import { paint } from "./painter.js";
import { shapeItem } from "./shapes.js";
import { stageSpots } from "./stage.js";
import { dotItems, lineItems } from "./trace.js";
import { colors, isDark, rem } from "./theme.js";

const DOT = 10, LIT_DOT = 13, LINE_LABELS = 14, CLOSEST = 0.72, COLUMN = 370, CROWD = 30, COLUMN_ROW = 43, MARGIN = 44;
const ALL_LAYERS = new Set(["front", "middle", "deep"]);

// "tight psoas major" beside the psoas major is "tight".
const withoutEnd = (label, end) =>
  label.endsWith(` ${end}`) ? label.slice(0, -end.length).replace(/(?: of the)? *$/, "") : label;

// The height that a name has in a column.
const rowRoom = (scale) => Math.max(COLUMN_ROW * scale, rem() * 0.7);

export class Picture {
  constructor(graph, data, built, handlers) {
    Object.assign(this, { graph, data, handlers, lit: null, litClaims: new Set(), row: [], hovered: "" });
    this.hiddenLooks = new Set();
    this.layers = ALL_LAYERS;
    this.keeps = () => true;
    this.body = new Body();
    this.staged = new Map();
    this.disputed = new Set(data.disputes.flatMap((dispute) => dispute.claims));
    const claims = [...graph.claims.values()];
    this.edgeClaims = (data.edges || claims.map((_, i) => i)).map((i) => claims[i]);
    this.nodes = new vis.DataSet(built.nodes.map(({ id, x, y, shape }) => ({ id, x, y, shape })));
    this.edges = new vis.DataSet(
      built.edges.map((edge, i) => ({ ...edge, ...this.edgeLook(this.edgeClaims[i]), id: this.edgeClaims[i].id })),
    );
    this.network = new vis.Network(byId("picture"), { nodes: this.nodes, edges: this.edges }, built.options);
    this.hasBody = data.entities.some((entity) => entity.zone === "body");
    this.spots = data.entities.filter((entity) => entity.at).map((entity) => entity.at);
    this.listen();
    this.refresh();
  }

  listen() {
    const { network } = this;
    network.on("beforeDrawing", (context) => paint(context, this.backdrop()));
    network.on("afterDrawing", (context) => this.drawNames(context));
    network.on("click", ({ pointer }) => this.click(pointer));
    network.on("hoverNode", ({ node }) => this.hover(node));
    network.on("blurNode", () => this.hover(""));
    network.on("resize", () => this.fit(this.fitted));
  }

  // Dash, width and marks of a claim's line, for those that were not built beforehand.
  edgeLook(claim) {
    const { standing, modality, indirect } = claim.evidence[0];
    const { standings, modalities } = this.data.lines;
    const dashes = standings.find((line) => line.id === standing).dashes;
    const type = this.disputed.has(claim.id) ? "bar" : indirect ? "circle" : "";
    return {
      from: claim.subject, to: claim.object, dashes: dashes.length ? dashes : false,
      width: modalities.find((line) => line.id === modality).width,
      arrows: { to: { enabled: true }, ...(type ? { middle: { enabled: true, type, scaleFactor: 0.7 } } : {}) },
    };
  }

  spot(id) {
    return this.staged.get(id) || this.graph.entities.get(id).at;
  }

  lookOf(id) {
    return this.data.looks[this.graph.entities.get(id).look];
  }

  colorOf(id) {
    return this.graph.entities.has(id) ? this.lookOf(id)[isDark() ? "dark" : "light"] : colors().ink;
  }

  // Entities that have no place of their own are staged beside the picture for as long as they are
  // shown, in a row or around the first of them.
  stage(ids, isRow) {
    this.edges.remove([...this.stagedEdges || []]);
    this.nodes.remove([...this.staged.keys()]);
    const missing = ids.filter((id) => !this.graph.entities.get(id).at);
    this.staged = stageSpots(missing, isRow, this.spots);
    this.nodes.add([...this.staged].map(([id, [x, y]]) => ({ id, x, y, shape: this.lookOf(id).shape })));
    const there = (claim) => this.nodes.get(claim.subject) && this.nodes.get(claim.object);
    const wanted = [...this.litClaims].map((id) => this.graph.claims.get(id));
    const added = wanted.filter((claim) => !this.edges.get(claim.id) && there(claim));
    this.edges.add(added.map((claim) => ({ id: claim.id, ...this.edgeLook(claim) })));
    this.stagedEdges = added.map((claim) => claim.id);
  }

  // Lights up some entities and claims, and dims the rest; all alike for null.
  show(ids, claims = [], { isRow = false } = {}) {
    this.lit = ids && new Set(ids);
    this.row = ids || [];
    this.litClaims = new Set(claims);
    this.stage(this.row, isRow);
    this.refresh();
    this.fit(ids);
  }

  // Hides kinds, layers and claims; what is lit stays.
  filter({ looks, layers, keeps }) {
    Object.assign(this, { hiddenLooks: looks, layers, keeps });
    this.refresh();
  }

  isHidden(id) {
    if (this.lit?.has(id)) return false;
    const { look, layer, zone } = this.graph.entities.get(id);
    // Beside the body the rest would be ghosts; within it they keep the place of what they are.
    if (this.lit && zone !== "body") return true;
    return this.hiddenLooks.has(look) || Boolean(layer && !this.layers.has(layer));
  }

  // Brings dots and lines into line with what is lit, hidden and chosen as the theme.
  refresh() {
    const { ink } = colors();
    const isLit = (id) => Boolean(this.lit?.has(id));
    this.nodes.update(
      this.nodes.getIds().map((id) => ({
        id, hidden: this.isHidden(id), size: isLit(id) ? LIT_DOT : DOT,
        color: this.colorOf(id), opacity: !this.lit || isLit(id) ? 1 : 0.1,
      })),
    );
    this.edges.update(
      this.edges.getIds().map((id) => {
        const claim = this.graph.claims.get(id);
        const on = this.litClaims.has(id);
        const out = this.isHidden(claim.subject) || this.isHidden(claim.object) || !this.keeps(claim);
        return { id, hidden: !on && (Boolean(this.lit) || out), color: { color: ink, opacity: on ? (this.litClaims.size > CROWD ? 0.35 : 0.9) : 0.05 } };
      }),
    );
    this.version = (this.version || 0) + 1;
    this.network.redraw();
  }

  hover(id) {
    this.hovered = id;
    byId("picture").classList.toggle("pointing", Boolean(id));
    this.version += 1;
    this.network.redraw();
  }

  backdrop() {
    const { ink, quiet } = colors();
    // Of a thing with many neighbours only its own outline is lit.
    const lit = this.lit?.size > CROWD ? new Set(this.row.slice(0, 1)) : this.lit;
    const look = { lit, layers: this.layers, colorOf: (id) => this.colorOf(id) };
    const items = this.hasBody ? this.body.items(look) : [];
    for (const id of this.nodes.getIds()) {
      const entity = this.graph.entities.get(id);
      if (this.isHidden(id) || !entity.at) continue;
      const [x, y] = this.spot(id);
      const isLit = this.lit?.has(id);
      const dim = this.lit && !isLit ? 0.2 : 1;
      if (entity.home?.length) {
        items.push({ points: [entity.home, [x, y]], stroke: quiet, width: 1.5, alpha: 0.55 * dim });
        items.push({ circle: [...entity.home, 2.5], fill: quiet, alpha: 0.7 * dim });
      }
      // The twin of a pair, on the other side.
      if (entity.pair) {
        const twin = { fill: this.colorOf(id), alpha: isLit ? 0.45 : 0.18 * dim };
        items.push(shapeItem(this.lookOf(id).shape, -x, y, DOT * 0.7, twin));
      }
    }
    if (!this.hasBody) return items;
    const scale = this.network.getScale();
    const sign = { y: 300, size: 22 / scale, weight: 600, fill: quiet, alpha: 0.7, anchor: "middle" };
    items.push({ ...sign, text: "R", x: -430 }, { ...sign, text: "L", x: 430 });
    return items;
  }

  // The headings above the groups beside the body.
  headings(scale) {
    if (this.lit) return [];
    const { quiet } = colors();
    return this.data.headings.map(({ x, y, way, words }) => ({
      ...headingOf(words, COLUMN * scale + 10, rem()), x: (x - way * 14) * scale, y: y * scale, anchor: way < 0 ? "end" : "start", fill: quiet,
    }));
  }

  // The names at the present zoom, in pixels from the middle of the picture's top.
  names() {
    const scale = this.network.getScale();
    const key = `${scale} ${this.version} ${isDark()} ${rem()}`;
    if (this.namesKey !== key) {
      this.namesKey = key;
      this.placed = letter(this.wantedNames(scale), this.wantedLines(scale), this.headings(scale), rem());
    }
    return this.placed;
  }

  wantedNames(scale) {
    const wanted = [];
    for (const id of this.nodes.getIds()) {
      if (this.isHidden(id)) continue;
      const { label, zone, way, hub, bearer } = this.graph.entities.get(id);
      const isLit = Boolean(this.lit?.has(id)) || id === this.hovered;
      if (this.lit && !isLit) continue;
      const [x, y] = this.spot(id);
      // A badge stands beside its bearer, whose name it need not repeat.
      const bare = zone === "badge" && !isLit ? withoutEnd(label, this.graph.entities.get(bearer).label) : label;
      const text = shortened(bare);
      const radius = (isLit ? LIT_DOT : DOT) * scale;
      // Beside the body every name keeps to its side and, unless chosen, to its column.
      const keep = zone !== "body" && zone !== undefined;
      wanted.push({
        id, text, x: x * scale, y: y * scale, radius, way: way || 1, isLit, keep,
        room: zone === "column" ? rowRoom(scale) : 0,
        most: zone === "column" && (!isLit || this.lit?.size > CROWD) ? COLUMN * scale : Infinity,
        weight: (hub || 0) + (zone === "column" ? 5000 : zone === "badge" ? 4000 : 0),
      });
    }
    const order = new Map(this.row.map((id, i) => [id, i]));
    const at = (id) => (id === this.hovered ? -1 : order.get(id) ?? Infinity);
    return wanted.sort((one, other) => at(one.id) - at(other.id) || 0);
  }

  // Lines tell their relation only where few are chosen; the hedge stays in it.
  wantedLines(scale) {
    if (this.litClaims.size > LINE_LABELS) return [];
    return [...this.litClaims].flatMap((id) => {
      const line = this.linePoints(id);
      if (!line) return [];
      const { subject, relation } = this.graph.claims.get(id);
      const text = this.graph.relations.get(relation).label[this.graph.entities.get(subject).plural ? 1 : 0];
      const points = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74].map((t) => {
        const { x, y } = line(t);
        return [x * scale, y * scale];
      });
      return [{ id, text: shortened(text), points }];
    });
  }

  // The place on a claim's line, from 0 at its subject to 1, as vis-network draws it.
  linePoints(id) {
    const edge = this.network.body.edges[id];
    return edge?.connected ? (t) => edge.edgeType.getPoint(t) : null;
  }

  lettering() {
    const scale = this.network.getScale();
    const look = { ...colors(), isDim: Boolean(this.lit) };
    return [...this.headings(scale), ...letteringItems(this.names(), look)];
  }

  drawNames(context) {
    const { width, clientWidth } = context.canvas;
    const ratio = width / clientWidth;
    const origin = this.network.canvasToDOM({ x: 0, y: 0 });
    context.save();
    context.setTransform(ratio, 0, 0, ratio, origin.x * ratio, origin.y * ratio);
    paint(context, this.lettering());
    context.restore();
  }

  // A name, a dot, its twin, a line or an outline: what a click meant.
  click({ DOM, canvas }) {
    const origin = this.network.canvasToDOM({ x: 0, y: 0 });
    const [x, y] = [DOM.x - origin.x, DOM.y - origin.y];
    const named = this.names().find(
      ({ box: [left, top, right, bottom] }) => left <= x && x <= right && top <= y && y <= bottom,
    );
    if (named) return named.isLine ? this.handlers.onClaim(named.id) : this.handlers.onEntity(named.id);
    const twin = this.network.canvasToDOM({ x: -canvas.x, y: canvas.y });
    const node = this.network.getNodeAt(DOM) ?? this.network.getNodeAt(twin);
    if (node) return this.handlers.onEntity(node);
    const line = this.network.getEdgeAt(DOM);
    if (this.litClaims.has(line)) return this.handlers.onClaim(line);
    const outlined = this.hasBody ? this.body.entityAt(canvas.x, canvas.y, this.layers) : "";
    return this.graph.entities.has(outlined) ? this.handlers.onEntity(outlined) : undefined;
  }

  // Brings some entities into view with their names, or the whole for null.
  fit(ids) {
    this.fitted = ids;
    const { clientWidth: width, clientHeight: height } = byId("picture");
    if (!width || !height) return;
    const whole = !ids?.length;
    // A narrow screen opens on the body; what stands beside it is a swipe away.
    const isNarrow = whole && this.hasBody && width < 700;
    const all = whole ? this.nodes.getIds() : ids;
    const things = isNarrow ? all.filter((id) => this.graph.entities.get(id).zone === "body") : all;
    const rooms = things.map((id) => this.room(id, whole)).filter(({ at }) => at);
    const heights = rooms.map(({ at }) => at[1]);
    const [top, bottom] = whole && this.hasBody ? [0, 2090] : [Math.min(...heights), Math.max(...heights)];
    const reach = (scale) => [
      Math.min(...rooms.map(({ at, before }) => at[0] * scale - before(scale))),
      Math.max(...rooms.map(({ at, after }) => at[0] * scale + after(scale))),
    ];
    let [scale, most] = [0.02, Math.min((height - MARGIN) / (bottom - top || 1), whole ? 1 : CLOSEST)];
    for (let i = 0; i < 24; i += 1) {
      const middle = (scale + most) / 2;
      const [left, right] = reach(middle);
      if (right - left <= width - 24) scale = middle;
      else most = middle;
    }
    const [left, right] = reach(scale);
    const position = { x: (left + right) / 2 / scale, y: (top + bottom) / 2 };
    this.network.moveTo({ position, scale, animation: false });
  }

  // Where a thing stands, and how many pixels its name needs before and after it.
  room(id, whole) {
    const { label, zone, way } = this.graph.entities.get(id);
    const named = whole
      ? (scale) => (zone === "column" ? COLUMN * scale + 24 : 40)
      : (scale) => litWidth(label, rem(), zone === "column" ? rowRoom(scale) : undefined) + 26;
    const bare = () => 26;
    return { at: this.spot(id), before: way === -1 ? named : bare, after: way === -1 ? bare : named };
  }

  // Where a place of the picture is in the window.
  toScreen(place) {
    const { left, top } = byId("picture").getBoundingClientRect();
    const { x, y } = this.network.canvasToDOM(place);
    return [left + x, top + y];
  }

  // What is seen, with where it stands; what is lit alone, where something is.
  things() {
    const seen = (id) => !this.isHidden(id) && (!this.lit || this.lit.has(id));
    return this.nodes.getIds().filter(seen).map((id) => [id, this.spot(id)]);
  }

  // Moves the view so far that a thing is in it.
  bring(id) {
    const [x, y] = this.spot(id);
    const { clientWidth: width, clientHeight: height } = byId("picture");
    const at = this.network.canvasToDOM({ x, y });
    const isIn = at.x > 60 && at.y > 40 && at.x < width - 60 && at.y < height - 40;
    if (!isIn) this.network.moveTo({ position: { x, y }, animation: false });
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: false });
  }

  // What is seen now, for pictures to take away: items in the picture's units and names in pixels,
  // and how both are shifted.
  view() {
    const { clientWidth: width, clientHeight: height } = byId("picture");
    const { x, y } = this.network.canvasToDOM({ x: 0, y: 0 });
    const scale = this.network.getScale();
    const items = [...this.backdrop(), ...lineItems(this), ...dotItems(this)];
    return { width, height, x, y, scale, items, names: this.lettering() };
  }
}
