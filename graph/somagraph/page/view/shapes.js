// The shapes of the nodes as items to paint, for what vis-network does not draw itself: keys of the
// legend, twins, and pictures to take away.
const turn = (steps, radius, start) =>
  Array.from({ length: steps }, (_, i) => {
    const angle = start + (i * 2 * Math.PI) / steps;
    const far = typeof radius === "number" ? radius : radius[i % radius.length];
    return [far * Math.cos(angle), far * Math.sin(angle)];
  });

const UP = -Math.PI / 2;
const POINTS = {
  square: turn(4, Math.SQRT2, Math.PI / 4),
  diamond: turn(4, 1.25, UP),
  triangle: turn(3, 1.25, UP),
  triangleDown: turn(3, 1.25, -UP),
  hexagon: turn(6, 1.1, 0),
  star: turn(10, [1.35, 0.6], UP),
};

export const shapeItem = (shape, x, y, size, look) => {
  const points = POINTS[shape]?.map(([dx, dy]) => [x + dx * size, y + dy * size]);
  return points ? { ...look, points, closed: true } : { ...look, circle: [x, y, size] };
};
