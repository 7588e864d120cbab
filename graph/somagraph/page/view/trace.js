// The lines and dots that vis-network drew, as items to paint elsewhere.
import { shapeItem } from "./shapes.js";
import { colors } from "./theme.js";

const PIECES = 24, HEAD = 13;

const headOf = (line, isTurned, ink, alpha) => {
  const [tip, before] = isTurned ? [line(0.03), line(0.08)] : [line(0.97), line(0.92)];
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const corner = (turn) => [tip.x - HEAD * Math.cos(angle + turn), tip.y - HEAD * Math.sin(angle + turn)];
  return { points: [[tip.x, tip.y], corner(0.4), corner(-0.4)], closed: true, fill: ink, alpha };
};

const markOf = (edge, line, ink) => {
  const { x, y } = line(0.5);
  const type = edge.arrows.middle?.type;
  if (type === "circle") return [{ circle: [x, y, 6], fill: ink }];
  if (type !== "bar") return [];
  const [before, after] = [line(0.48), line(0.52)];
  const angle = Math.atan2(after.y - before.y, after.x - before.x) + Math.PI / 2;
  const [dx, dy] = [Math.cos(angle) * 9, Math.sin(angle) * 9];
  return [{ points: [[x - dx, y - dy], [x + dx, y + dy]], stroke: ink, width: 4 }];
};

export const lineItems = (picture) => {
  const { ink } = colors();
  return picture.edges.get({ filter: (edge) => !edge.hidden }).flatMap((edge) => {
    const line = picture.linePoints(edge.id);
    if (!line) return [];
    const alpha = edge.color.opacity;
    const points = Array.from({ length: PIECES + 1 }, (_, i) => {
      const { x, y } = line(i / PIECES);
      return [x, y];
    });
    const drawn = { points, stroke: ink, width: edge.width, dash: edge.dashes || [], alpha };
    return [drawn, headOf(line, edge.arrows.from.enabled, ink, alpha), ...markOf(edge, line, ink)];
  });
};

export const dotItems = (picture) =>
  picture.nodes
    .get({ filter: (node) => !node.hidden })
    .map((node) => {
      const [x, y] = picture.spot(node.id);
      return shapeItem(node.shape, x, y, node.size, { fill: picture.colorOf(node.id), alpha: node.opacity });
    });
