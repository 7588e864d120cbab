// The picture: vis-network draws dots and lines in their fixed places, the body lies behind them and
// names stand around them. Nothing moves by itself.
import { Body } from "./body.js";
import { byId } from "./elements.js";
import { frameOf } from "./framing.js";
import { CROWD, letter, letteringItems } from "./lettering.js";
import { paint } from "./painter.js";
import { nameAt, pointAt } from "./pointing.js";
import { shapeItem } from "./shapes.js";
import { stageSpots } from "./stage.js";
import { dotItems, lineItems } from "./trace.js";
import { colors, isDark, rem } from "./theme.js";
import { headings, wantedLines, wantedNames } from "./wanted.js";

const DOT = 10, LIT_DOT = 13;
const ALL_LAYERS = new Set(["front", "middle", "deep"]);

export class Picture {
  constructor(graph, data, built, handlers) {
    Object.assign(this, { graph, data, handlers, lit: null, litClaims: new Set(), turned: new Set(), row: [], hovered: "" });
    this.hiddenLooks = new Set();
    this.layers = ALL_LAYERS;
    this.keeps = () => true;
    this.body = new Body();
    this.staged = new Map();
    this.disputed = new Set(data.disputes.flatMap((dispute) => dispute.claims));
    const claims = [...graph.claims.values()];
    this.edgeClaims = (data.edges || claims.map((_, i) => i)).map((i) => claims[i]);
    Object.assign(this, { drawn: new Map(), version: 0, ink: colors().ink });
    this.hasBody = data.entities.some((entity) => entity.zone === "body");
    this.spots = data.entities.filter((entity) => entity.at).map((entity) => entity.at);
    const dots = this.changed(built.nodes.map(({ id }) => id), (id) => this.dotLook(id)).map(
      (look, i) => ({ x: built.nodes[i].x, y: built.nodes[i].y, shape: built.nodes[i].shape, ...look }),
    );
    const lines = this.changed(this.edgeClaims.map(({ id }) => id), (id) => this.lineLook(id)).map(
      (look, i) => ({ from: this.edgeClaims[i].subject, to: this.edgeClaims[i].object, ...built.edges[i], ...look }),
    );
    this.nodes = new vis.DataSet(dots);
    this.edges = new vis.DataSet(lines);
    this.network = new vis.Network(byId("picture"), { nodes: this.nodes, edges: this.edges }, built.options);
    this.listen();
  }

  listen() {
    const { network } = this;
    network.on("beforeDrawing", (context) => paint(context, this.backdrop()));
    network.on("afterDrawing", (context) => this.drawNames(context));
    const container = byId("picture");
    // The picture itself is what the keyboard comes to.
    container.firstElementChild.tabIndex = -1;
    new ResizeObserver(() => requestAnimationFrame(() => this.fit(this.fitted))).observe(container);
    pointAt(this, container);
  }

  // Ends, dash and width of the line of a claim that was not built beforehand; lines between the same
  // two things are bent apart.
  builtLike(claim, nth) {
    const { standing, modality } = claim.evidence[0];
    const { standings, modalities } = this.data.lines;
    const dashes = standings.find((line) => line.id === standing).dashes;
    return {
      id: claim.id, from: claim.subject, to: claim.object, dashes: dashes.length ? dashes : false,
      width: modalities.find((line) => line.id === modality).width,
      ...(nth ? { smooth: { enabled: true, type: "curvedCW", roundness: 0.08 + 0.12 * nth } } : {}),
    };
  }

  // Arrows point the way a claim is told; a mark in the middle is for indirect and disputed ones.
  arrowsOf(claim) {
    const type = this.disputed.has(claim.id) ? "bar" : claim.evidence[0].indirect ? "circle" : "";
    const isTurned = this.turned.has(claim.id);
    return {
      to: { enabled: !isTurned }, from: { enabled: isTurned },
      middle: type ? { enabled: true, type, scaleFactor: 0.7 } : { enabled: false },
    };
  }

  // How large a dot is, in units of the picture.
  sizeOf(id) {
    return this.lit?.has(id) ? LIT_DOT : DOT;
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
    const gone = [...this.staged.keys(), ...(this.stagedEdges || [])];
    for (const id of gone) this.drawn.delete(id);
    this.edges.remove(this.stagedEdges || []);
    this.nodes.remove([...this.staged.keys()]);
    const missing = ids.filter((id) => !this.graph.entities.get(id).at);
    this.staged = stageSpots(missing, isRow, this.spots);
    this.nodes.add([...this.staged].map(([id, [x, y]]) => ({ id, x, y, shape: this.lookOf(id).shape })));
    const there = (claim) => this.nodes.get(claim.subject) && this.nodes.get(claim.object);
    const wanted = [...this.litClaims].map((id) => this.graph.claims.get(id));
    const added = wanted.filter((claim) => !this.edges.get(claim.id) && there(claim));
    const between = new Map();
    this.edges.add(
      added.map((claim) => {
        const pair = [claim.subject, claim.object].sort().join("\n");
        between.set(pair, (between.get(pair) ?? -1) + 1);
        return this.builtLike(claim, between.get(pair));
      }),
    );
    this.stagedEdges = added.map((claim) => claim.id);
  }

  // Lights up some entities and claims, and dims the rest; all alike for null. `turned` are claims
  // that are told from their object to their subject.
  show(ids, claims = [], { isRow = false, turned = [], isFitted = true } = {}) {
    this.lit = ids && new Set(ids);
    this.row = ids || [];
    this.litClaims = new Set(claims);
    this.turned = new Set(turned);
    this.stage(this.row, isRow);
    this.refresh();
    if (isFitted) this.fit(ids);
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

  dotLook(id) {
    const isLit = Boolean(this.lit?.has(id));
    return {
      hidden: this.isHidden(id), size: this.sizeOf(id), color: this.colorOf(id),
      opacity: !this.lit || isLit ? 1 : 0.1,
    };
  }

  lineLook(id) {
    const claim = this.graph.claims.get(id);
    const on = this.litClaims.has(id);
    const out = !this.isKept(claim);
    const opacity = on ? (this.litClaims.size > CROWD ? 0.35 : 0.9) : 0.05;
    const hidden = !on && (Boolean(this.lit) || out);
    return { hidden, color: { color: this.ink, opacity }, arrows: this.arrowsOf(claim) };
  }

  // Whether a claim is in the picture: neither it nor its ends are left out.
  isKept(claim) {
    return this.keeps(claim) && [claim.subject, claim.object].every((id) => !this.isHidden(id));
  }

  // Those looks of some ids that have changed since they were drawn.
  changed(ids, lookOf) {
    return ids.flatMap((id) => {
      const look = lookOf(id);
      const key = JSON.stringify(look);
      if (this.drawn.get(id) === key) return [];
      this.drawn.set(id, key);
      return [{ id, ...look }];
    });
  }

  // Brings dots and lines into line with what is lit, hidden and chosen as the theme.
  refresh() {
    this.ink = colors().ink;
    this.nodes.update(this.changed(this.nodes.getIds(), (id) => this.dotLook(id)));
    this.edges.update(this.changed(this.edges.getIds(), (id) => this.lineLook(id)));
    this.redrawSoon();
  }

  // Draws once for all that changes before the next frame.
  redrawSoon() {
    this.version += 1;
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.network.redraw();
    });
  }

  hover(id) {
    if (id === this.hovered) return;
    this.hovered = id;
    this.redrawSoon();
  }

  // Whose outlines are lit: of a thing with many neighbours only its own; of a state its bearer's.
  litOutlines() {
    if (!this.lit) return null;
    const ids = this.lit.size > CROWD ? this.row.slice(0, 1) : this.row;
    return new Set(ids.flatMap((id) => [id, this.graph.siteOf(id)]));
  }

  backdrop() {
    const { quiet } = colors();
    const hiddenKinds = new Set([...this.hiddenLooks].map((i) => this.data.looks[i].kind));
    const look = { lit: this.litOutlines(), hiddenKinds, layers: this.layers, colorOf: (id) => this.colorOf(id) };
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
    return [...items, ...this.ties()];
  }

  // A chosen state and its chosen bearer belong together: a thin line to the twin beside it.
  ties() {
    const { quiet } = colors();
    return this.row.flatMap((id) => {
      const { bearer, zone } = this.graph.entities.get(id);
      if (zone !== "badge" || !this.lit.has(bearer)) return [];
      const [x, y] = this.spot(bearer);
      return [{ points: [this.spot(id), [-x, y]], stroke: quiet, width: 2, dash: [2, 5], alpha: 0.8 }];
    });
  }

  // R and L, which never leave the window: the person faces the viewer.
  sides(scale) {
    if (!this.hasBody || this.isStaged()) return [];
    const { clientWidth: width, clientHeight: height } = byId("picture");
    const { x, y } = this.network.canvasToDOM({ x: 0, y: 0 });
    const clamp = (value, most) => Math.min(Math.max(value, 24), most - 24);
    const look = { size: rem() * 1.3, weight: 600, fill: colors().quiet, halo: colors().paper, anchor: "middle" };
    return [["R", -430], ["L", 430]].map(([text, at]) => ({
      ...look, text, x: clamp(at * scale + x, width) - x, y: clamp(300 * scale + y, height) - y,
    }));
  }

  isStaged() {
    return this.row.length > 0 && this.row.every((id) => this.staged.has(id));
  }

  // A narrow screen has room for the body, or for little else.
  isNarrow() {
    return byId("picture").clientWidth < 700;
  }

  // The names at the present zoom, in pixels from the middle of the picture's top.
  names() {
    const scale = this.network.getScale();
    const key = `${scale} ${this.version} ${isDark()} ${rem()}`;
    if (this.namesKey !== key) {
      this.namesKey = key;
      this.placed = letter(wantedNames(this, scale), wantedLines(this, scale), headings(this, scale), rem());
    }
    return this.placed;
  }

  isMarked = (id) => this.arrowsOf(this.graph.claims.get(id)).middle.enabled;

  // The place on a claim's line, from 0 at its subject to 1, as vis-network draws it.
  linePoints = (id) => {
    const edge = this.network.body.edges[id];
    return edge?.connected ? (t) => edge.edgeType.getPoint(t) : null;
  };

  lettering() {
    const scale = this.network.getScale();
    const look = { ...colors(), isDim: Boolean(this.lit) };
    return [...headings(this, scale), ...letteringItems(this.names(), look), ...this.sides(scale)];
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

  // Brings some entities into view with their names, or the whole for null.
  fit(ids) {
    this.fitted = ids;
    const { clientWidth, clientHeight } = byId("picture");
    const frame = frameOf(this, ids?.length ? ids : null, clientWidth, clientHeight);
    if (frame) this.network.moveTo({ ...frame, animation: false });
  }

  // Where a place of the picture is in the window.
  toScreen(place) {
    const { left, top } = byId("picture").getBoundingClientRect();
    const { x, y } = this.network.canvasToDOM(place);
    return [left + x, top + y];
  }

  // Whether a name stands at a place of the window.
  isWritten(x, y) {
    const [left, top] = this.toScreen({ x: 0, y: 0 });
    return Boolean(nameAt(this, x - left, y - top));
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
