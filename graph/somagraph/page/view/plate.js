// The picture to take away: what the page shows, with the answer, its sources, the warning signs and
// the line that this is no advice, as one SVG; PNG and print are made of it.
import { fontOf, svgElement, toSvg } from "./painter.js";
import { colors, rem } from "./theme.js";

const MARGIN = 28, WIDEST = 1600;

const ruler = document.createElement("canvas").getContext("2d");

const wrap = (text, size, weight, width) => {
  ruler.font = fontOf({ size, weight });
  const rows = [];
  let row = "";
  for (const word of text.split(" ")) {
    const longer = row ? `${row} ${word}` : word;
    if (row && ruler.measureText(longer).width > width) {
      rows.push(row);
      row = word;
    } else row = longer;
  }
  return [...rows, row];
};

// Lines of {text, weight, isQuiet} as text items below each other; returns them and where they end.
const caption = (lines, width, top) => {
  const { ink, quiet } = colors();
  const size = rem() * 0.95;
  const items = [];
  let y = top;
  for (const line of lines) {
    y += line.weight ? size * 0.6 : size * 0.15;
    for (const text of wrap(line.text, size, line.weight || 400, width)) {
      y += size * 1.35;
      items.push({ text, x: MARGIN, y: y - size * 0.6, size, weight: line.weight, fill: line.isQuiet ? quiet : ink });
    }
  }
  return [items, y + MARGIN];
};

// `lines` are the words that go with the picture, the disclaimer last.
export const makePlate = (picture, lines) => {
  const { paper } = colors();
  const view = picture.view();
  const width = Math.min(WIDEST, Math.max(view.width, 720));
  const [words, height] = caption(lines, width - 2 * MARGIN, view.height);
  const ground = { points: [[0, 0], [width, 0], [width, height], [0, height]], closed: true, fill: paper };
  const clip = svgElement("clipPath", { id: "view" }, [
    svgElement("rect", { x: 0, y: 0, width: view.width, height: view.height }),
  ]);
  const shift = (width - view.width) / 2;
  const drawn = svgElement("g", { "clip-path": "url(#view)" }, [
    svgElement("g", { transform: `translate(${view.x} ${view.y}) scale(${view.scale})` }, toSvg(view.items)),
    svgElement("g", { transform: `translate(${view.x} ${view.y})` }, toSvg(view.names)),
  ]);
  return svgElement(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img" },
    [svgElement("defs", {}, [clip]), ...toSvg([ground]), svgElement("g", { transform: `translate(${shift} 0)` }, [drawn]), ...toSvg(words)],
  );
};

export const plateText = (plate) => new XMLSerializer().serializeToString(plate);

// Draws a plate as PNG at twice its size; the promise fails where the browser cannot.
export const platePng = (plate) =>
  new Promise((resolve, reject) => {
    const [width, height] = ["width", "height"].map((name) => Number(plate.getAttribute(name)));
    const image = new Image();
    image.onerror = () => reject(new Error("the picture could not be drawn"));
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 2;
      canvas.height = height * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(plateText(plate))}`;
  });
