// The names in the picture: which are wanted, where they stand, and the lines that lead to them.
import { clean } from "./elements.js";
import { placeLabels } from "./labels.js";
import { fontOf } from "./painter.js";

// From how many chosen names on they are a crowd, which is written smaller.
export const CROWD = 30;
const LONGEST = 44, LINE = 1.25;

export const shortened = (text) => {
  const told = clean(text);
  return told.length > LONGEST ? `${told.slice(0, LONGEST - 1)}\u2026` : told;
};

const ruler = document.createElement("canvas").getContext("2d");
const measured = new Map();
const widthOf = (text, font) => {
  const key = `${font}\n${text}`;
  if (!measured.has(key)) {
    ruler.font = font;
    measured.set(key, ruler.measureText(text).width);
  }
  return measured.get(key);
};

// Cuts a text to a width, where one is set.
const cut = (text, font, most) => {
  if (!(most < widthOf(text, font))) return text;
  let kept = text;
  while (kept && widthOf(`${kept}\u2026`, font) > most) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}\u2026`;
};

const sized = (one, wanted, weight) => {
  // Where rows stand close, so do their names.
  const size = one.room ? Math.min(wanted, one.room / LINE) : wanted;
  const font = fontOf({ size, weight });
  const text = cut(one.text, font, one.most);
  return { ...one, text, size, weight, width: widthOf(text, font) + 6, height: size * LINE };
};

// A heading as it stands above a column of some width.
export const headingOf = (words, most, rem) => {
  const look = { size: rem * 0.68, weight: 700 };
  return { ...look, text: cut(words.toUpperCase(), fontOf(look), most) };
};

// How wide a chosen name is.
export const litWidth = (text, rem, room = Infinity) =>
  widthOf(shortened(text), fontOf({ size: Math.min(rem * 0.9, room / LINE), weight: 600 }));

// Places the names for one zoom, clear of some headings. `names` are {id, text, x, y, radius, way, isLit, weight} and
// `lines` {id, text, points}, in pixels of that zoom; returns what placeLabels does.
export const letter = (names, lines, headings, rem) => {
  const byWeight = (one, other) => other.weight - one.weight || (one.id < other.id ? -1 : 1);
  const lit = names.filter((one) => one.isLit);
  const isCrowd = lit.length > CROWD;
  const must = lit.map((one) => sized(one, rem * (isCrowd ? 0.75 : 0.9), 600));
  const ambient = names
    .filter((one) => !one.isLit)
    .sort(byWeight)
    .map((one) => sized(one, rem * 0.75, 400));
  const blocked = headings.map(({ text, x, y, anchor, ...look }) => {
    const width = widthOf(text, fontOf(look));
    const left = anchor === "end" ? x - width : x;
    return [left, y - look.size / 2, left + width, y + look.size / 2];
  });
  return placeLabels(blocked, must, isCrowd, lines.map((one) => sized(one, rem * 0.75, 500)), ambient);
};

const middle = ([left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];

// Where a line to a far name begins: at the nearest point of its box.
const nearest = ({ x, y, box: [left, top, right, bottom] }) => [
  Math.min(Math.max(x, left), right),
  Math.min(Math.max(y, top), bottom),
];

export const letteringItems = (placed, { ink, quiet, paper, isDim }) => {
  const leaders = placed
    .filter((one) => one.far)
    .map((one) => ({ points: [[one.x, one.y], nearest(one)], stroke: quiet, width: 1 }));
  const texts = placed.map((one) => {
    const [x, y] = middle(one.box);
    const { text, size, weight } = one;
    const alpha = one.isLit || one.isLine ? 1 : isDim ? 0.45 : 0.9;
    return { text, x, y, size, weight, alpha, anchor: "middle", fill: one.isLine ? quiet : ink, halo: paper };
  });
  return [...leaders, ...texts];
};
