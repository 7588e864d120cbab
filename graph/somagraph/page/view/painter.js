// What is drawn is described once, as a list of items, and painted on a canvas or as SVG.
// An item is a path {d, flip}, a row of points {points, closed}, a circle {circle: [x, y, radius]}
// or a text {text, x, y, size, weight, anchor, halo}; with fill, stroke, width, dash, alpha and
// fillAlpha.
const NS = "http://www.w3.org/2000/svg";
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

export const fontOf = ({ size, weight = 400 }) => `${weight} ${size}px ${FONT}`;

const shapes = new Map();
const shapeOf = (d) => {
  if (!shapes.has(d)) shapes.set(d, new Path2D(d));
  return shapes.get(d);
};

const paintText = (context, item) => {
  context.font = fontOf(item);
  context.textAlign = { start: "left", middle: "center", end: "right" }[item.anchor || "start"];
  context.textBaseline = "middle";
  if (item.halo) {
    context.lineWidth = item.size / 3.5;
    context.strokeStyle = item.halo;
    context.strokeText(item.text, item.x, item.y);
  }
  context.fillStyle = item.fill;
  context.fillText(item.text, item.x, item.y);
};

const paintShape = (context, item) => {
  if (item.flip) context.scale(-1, 1);
  let shape = item.d ? shapeOf(item.d) : null;
  if (!shape) {
    shape = new Path2D();
    if (item.circle) shape.arc(...item.circle, 0, 2 * Math.PI);
    else item.points.forEach(([x, y]) => shape.lineTo(x, y));
    if (item.closed) shape.closePath();
  }
  const alpha = context.globalAlpha;
  if (item.fill) {
    context.globalAlpha = alpha * (item.fillAlpha ?? 1);
    context.fillStyle = item.fill;
    context.fill(shape);
    context.globalAlpha = alpha;
  }
  if (item.stroke) {
    context.strokeStyle = item.stroke;
    context.lineWidth = item.width;
    context.setLineDash(item.dash || []);
    context.stroke(shape);
  }
};

export const paint = (context, items) => {
  for (const item of items) {
    context.save();
    context.lineJoin = "round";
    context.lineCap = "round";
    context.globalAlpha = item.alpha ?? 1;
    if (item.text === undefined) paintShape(context, item);
    else paintText(context, item);
    context.restore();
  }
};

export const svgElement = (tag, attributes, children = []) => {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
};

const round = (number) => Math.round(number * 100) / 100;

const svgText = (item) =>
  svgElement(
    "text",
    {
      x: round(item.x), y: round(item.y), fill: item.fill, "font-size": item.size,
      "font-weight": item.weight || 400, "font-family": FONT, "text-anchor": item.anchor || "start",
      "dominant-baseline": "central", opacity: item.alpha,
      ...(item.halo
        ? { stroke: item.halo, "stroke-width": round(item.size / 3.5), "paint-order": "stroke", "stroke-linejoin": "round" }
        : {}),
    },
    [item.text],
  );

const svgShape = (item) => {
  const look = {
    fill: item.fill || "none", "fill-opacity": item.fillAlpha, stroke: item.stroke || "none",
    "stroke-width": item.stroke ? round(item.width) : undefined,
    "stroke-dasharray": item.dash?.length ? item.dash.map(round).join(" ") : undefined,
    "stroke-linecap": "round", "stroke-linejoin": "round", opacity: item.alpha,
    transform: item.flip ? "scale(-1 1)" : undefined,
  };
  if (item.d) return svgElement("path", { ...look, d: item.d });
  if (item.circle) {
    const [cx, cy, r] = item.circle.map(round);
    return svgElement("circle", { ...look, cx, cy, r });
  }
  const points = item.points.map((point) => point.map(round).join(",")).join(" ");
  return svgElement(item.closed ? "polygon" : "polyline", { ...look, points });
};

export const toSvg = (items) =>
  items.map((item) => (item.text === undefined ? svgShape(item) : svgText(item)));
