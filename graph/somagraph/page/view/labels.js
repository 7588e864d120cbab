// Names beside the dots, as on a map: those that matter most first, each where it covers no other,
// at a distance with a line to its dot where it must. Measures are pixels, at one zoom.
const NEAR = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, -1], [1, 1], [-1, -1], [-1, 1]];
const RINGS = [30, 48, 70, 96, 126, 160];
const ANGLES = 20;

class Taken {
  constructor() {
    this.boxes = [];
  }

  isFree([left, top, right, bottom]) {
    return this.boxes.every(([l, t, r, b]) => right <= l || left >= r || bottom <= t || top >= b);
  }

  take(box) {
    this.boxes.push(box);
  }
}

const boxAround = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

// The boxes a name may have beside its dot, the preferred side first.
function* nearBoxes({ x, y, radius, width, height, way, keep }) {
  const gap = radius + 4;
  for (const [dx, dy] of keep ? NEAR.slice(0, 1) : NEAR) {
    const side = dx * way;
    yield boxAround(x + side * (gap + width / 2), y + dy * (dx ? height * 0.7 : gap + height / 2), width, height);
  }
}

// The boxes further away, ring by ring.
function* farBoxes({ x, y, width, height, way }, isCrowd) {
  for (const ring of isCrowd ? RINGS.slice(0, 3) : RINGS) {
    for (let i = 0; i < ANGLES; i += 1) {
      const half = Math.ceil(i / 2) * (i % 2 ? 1 : -1);
      const angle = (half * 2 * Math.PI) / ANGLES + (way < 0 ? Math.PI : 0);
      const [dx, dy] = [Math.cos(angle) * ring * 1.5, Math.sin(angle) * ring];
      yield boxAround(x + dx + (Math.sign(dx) * width) / 2, y + dy, width, height);
    }
  }
}

const settle = (taken, placed, one, boxes) => {
  for (const box of boxes) {
    if (!taken.isFree(box)) continue;
    taken.take(box);
    // What stands beside the body keeps its dot free as well.
    if (one.keep) taken.take(boxAround(one.x, one.y, 2 * one.radius, one.height));
    placed.push({ ...one, box });
    return true;
  }
  return false;
};

// Names that must stand come first, then those of lines, then those for which there is room; each in
// the order of its weight. A name has {id, text, x, y, radius, width, height, way, keep: only on its side}, that of a line
// has {id, text, width, height, points}: the places it may have.
// Nothing is put into the blocked boxes. In a crowd none goes far from its dot: what finds no room is named on coming closer.
export const placeLabels = (blocked, must, isCrowd, lines, ambient) => {
  const taken = new Taken();
  const placed = [];
  for (const box of blocked) taken.take(box);
  for (const { x, y, radius } of must) taken.take(boxAround(x, y, 2 * radius, 2 * radius));
  for (const one of must) {
    if (settle(taken, placed, one, nearBoxes(one))) continue;
    if (one.keep && settle(taken, placed, one, nearBoxes({ ...one, keep: false }))) continue;
    settle(taken, placed, { ...one, far: true }, farBoxes(one, isCrowd));
  }
  for (const line of lines) {
    const boxes = line.points.map(([x, y]) => boxAround(x, y, line.width, line.height));
    settle(taken, placed, { ...line, isLine: true }, boxes);
  }
  for (const one of ambient) settle(taken, placed, one, nearBoxes(one));
  return placed;
};
