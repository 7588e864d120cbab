// What part of the picture to show, so that the chosen things and their names are in the window.
import { litWidth } from "./lettering.js";
import { rem } from "./theme.js";
import { COLUMN, rowRoom } from "./wanted.js";

// No closer than this, so that the body around stays in sight; and pixels left free at the edges.
const CLOSEST = 0.72, WHOLE = 1, FARTHEST = 0.02, ABOVE = 44, BESIDE = 24;
const BODY_HEIGHT = [0, 2090];

// Where a thing stands, and how many pixels its name needs before and after it at a zoom.
const roomOf = (picture, id, whole) => {
  const { label, zone, way } = picture.graph.entities.get(id);
  const isColumn = zone === "column";
  const bare = () => 26;
  // On a narrow screen names turn inwards, over the body.
  if (picture.isNarrow() && picture.hasBody) return { at: picture.spot(id), before: bare, after: bare };
  const named = whole
    ? (scale) => (isColumn ? COLUMN * scale + 24 : 40)
    : (scale) => litWidth(label, rem(), isColumn ? rowRoom(scale) : undefined) + 26;
  return { at: picture.spot(id), before: way === -1 ? named : bare, after: way === -1 ? bare : named };
};

// Position and scale for some entities, or for the whole with null; null where there is no room yet.
export const frameOf = (picture, ids, width, height) => {
  if (!width || !height) return null;
  const whole = !ids;
  const isBody = (id) => picture.graph.entities.get(id).zone === "body";
  const all = whole ? picture.nodes.getIds() : ids;
  // A narrow screen opens on the body; what stands beside it is a swipe away.
  const things = whole && picture.hasBody && picture.isNarrow() ? all.filter(isBody) : all;
  const rooms = things.map((id) => roomOf(picture, id, whole)).filter(({ at }) => at);
  if (!rooms.length) return null;
  const heights = rooms.map(({ at }) => at[1]);
  const [top, bottom] = whole && picture.hasBody ? BODY_HEIGHT : [Math.min(...heights), Math.max(...heights)];
  const reach = (scale) => [
    Math.min(...rooms.map(({ at, before }) => at[0] * scale - before(scale))),
    Math.max(...rooms.map(({ at, after }) => at[0] * scale + after(scale))),
  ];
  // The largest scale at which all fit: names grow less than the picture, so it is found by halving.
  let [scale, most] = [FARTHEST, Math.min((height - ABOVE) / (bottom - top || 1), whole ? WHOLE : CLOSEST)];
  for (let i = 0; i < 24; i += 1) {
    const middle = (scale + most) / 2;
    const [left, right] = reach(middle);
    if (right - left <= width - BESIDE) scale = middle;
    else most = middle;
  }
  const [left, right] = reach(scale);
  // The body stays in the middle as far as all that is chosen stays in the window.
  const centred = (wanted, low, high, room) => {
    const middle = (low + high) / 2;
    if (!picture.hasBody || picture.isStaged()) return middle;
    const spare = Math.max(0, (room - (high - low)) / 2);
    return Math.min(Math.max(wanted, middle - spare), middle + spare);
  };
  const x = centred(0, left, right, width - BESIDE) / scale;
  const y = centred((BODY_HEIGHT[0] + BODY_HEIGHT[1]) / 2, top, bottom, (height - ABOVE) / scale);
  return { scale, position: { x, y } };
};
