// Which names the picture wants at a zoom, and where their dots and lines are, in its pixels.
import { CROWD, headingOf, shortened } from "./lettering.js";
import { colors, rem } from "./theme.js";

// Units that a name may take in a column, and from row to row.
export const COLUMN = 370;
const ROW = 43;

// Lines tell their relation only where few are chosen.
const MOST_LINES = 14;
const PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
// Beside a line that is too short to be written on, in pixels.
const SHORT = 90;
const BESIDE = [[0, -22], [0, 22], [115, 0], [-115, 0], [115, -22], [115, 22]];

// The height that a name has in a column.
export const rowRoom = (scale) => Math.max(ROW * scale, rem() * 0.7);

// "tight psoas major" beside the psoas major is "tight".
const withoutEnd = (label, end) =>
  label.endsWith(` ${end}`) ? label.slice(0, -end.length).replace(/(?: of the)? *$/, "") : label;

// Columns come first, then badges, then what has most claims.
const WEIGHTS = { column: 5000, badge: 4000 };

export const wantedNames = (picture, scale) => {
  const { graph, lit, hovered, row } = picture;
  const wanted = [];
  const isNarrow = picture.isNarrow();
  for (const [id, [x, y]] of picture.things()) {
    const { label, zone, way, hub, bearer } = graph.entities.get(id);
    const isLit = Boolean(lit?.has(id)) || id === hovered;
    const isColumn = zone === "column";
    // Several badges have their owner's name above them, and on a narrow screen no room for it.
    const isBadge = zone === "badge";
    const isShort = isBadge && (isNarrow || (!isLit && graph.statesOf(bearer).length > 1));
    const bare = isShort ? withoutEnd(label, graph.entities.get(bearer).label) : label;
    wanted.push({
      id, isLit, text: shortened(bare), x: x * scale, y: y * scale,
      radius: picture.sizeOf(id) * scale,
      way: (way || 1) * (isNarrow && isLit && (isColumn || isBadge) ? -1 : 1),
      // Beside the body every name keeps to its side and, unless chosen, to its column.
      keep: isColumn || isBadge,
      room: isColumn || isBadge ? rowRoom(scale) : 0,
      most: isColumn && (!isLit || lit?.size > CROWD) ? COLUMN * scale : Infinity,
      weight: (hub || 0) + (WEIGHTS[zone] || 0),
    });
  }
  const order = new Map(row.map((id, i) => [id, i]));
  const at = ({ id }) => (id === hovered ? -1 : order.get(id) ?? wanted.length);
  return wanted.sort((one, other) => at(one) - at(other));
};

// The relations of chosen lines; the hedge stays in them.
export const wantedLines = ({ graph, litClaims, turned, isMarked, linePoints }, scale) => {
  if (litClaims.size > MOST_LINES) return [];
  return [...litClaims].flatMap((id) => {
    const line = linePoints(id);
    if (!line) return [];
    const { subject, object, relation } = graph.claims.get(id);
    const { label, inverse } = graph.relations.get(relation);
    const isTurned = turned.has(id) && inverse[0];
    const text = (isTurned ? inverse : label)[graph.entities.get(isTurned ? object : subject).plural ? 1 : 0];
    // The mark in the middle of an indirect or disputed line stays in sight.
    const places = isMarked(id) ? PLACES.slice(1) : PLACES;
    const points = places.map(line).map(({ x, y }) => [x * scale, y * scale]);
    const [start, end] = [line(0), line(1)];
    if (Math.hypot(end.x - start.x, end.y - start.y) * scale < SHORT) {
      points.push(...BESIDE.map(([dx, dy]) => [points[0][0] + dx, points[0][1] + dy]));
    }
    return [{ id, text: shortened(text), points }];
  });
};

// The headings above the groups beside the body; a chosen few need none.
export const headings = ({ data, lit }, scale) =>
  lit
    ? []
    : data.headings.map(({ x, y, way, words }) => ({
        ...headingOf(words, COLUMN * scale + 10, rem()), fill: colors().quiet,
        x: (x - way * 14) * scale, y: y * scale, anchor: way < 0 ? "end" : "start",
      }));
