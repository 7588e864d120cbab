// The quiet drawing of the body behind the picture: the paths of body.svg.
import { byId } from "./elements.js";
import { isDark } from "./theme.js";

const STYLES = {
  light: {
    skin: { fill: "rgba(205,186,164,.10)", stroke: "#b9ad9d", width: 3 },
    bone: { fill: "rgba(150,138,115,.15)", stroke: "rgba(120,108,85,.42)", width: 1.8 },
    disc: { fill: "rgba(120,140,150,.18)", stroke: "rgba(110,130,140,.38)", width: 1.4 },
    muscle: { fill: "rgba(192,86,75,.17)", stroke: "rgba(170,70,60,.42)", width: 1.8 },
    tendon: { fill: "rgba(125,143,78,.14)", stroke: "rgba(115,130,72,.58)", width: 2.2 },
    fascia: { fill: "rgba(125,143,78,.03)", stroke: "rgba(125,143,78,.42)", width: 1.4, dash: [8, 5] },
    organ: { fill: "rgba(160,95,154,.06)", stroke: "rgba(150,85,145,.30)", width: 1.8 },
    nerve: { fill: "rgba(200,155,35,.22)", stroke: "rgba(186,140,22,.56)", width: 1.6 },
    vessel: { fill: "rgba(63,127,181,.13)", stroke: "rgba(63,127,181,.45)", width: 1.8 },
    brain: { fill: "rgba(199,154,30,.10)", stroke: "rgba(180,140,40,.45)", width: 1.7 },
  },
  dark: {
    skin: { fill: "rgba(205,186,164,.05)", stroke: "#6f665b", width: 3 },
    bone: { fill: "rgba(214,200,170,.10)", stroke: "rgba(214,200,170,.32)", width: 1.8 },
    disc: { fill: "rgba(160,185,198,.14)", stroke: "rgba(160,185,198,.36)", width: 1.4 },
    muscle: { fill: "rgba(226,112,98,.18)", stroke: "rgba(232,128,114,.46)", width: 1.8 },
    tendon: { fill: "rgba(170,188,116,.13)", stroke: "rgba(176,194,124,.60)", width: 2.2 },
    fascia: { fill: "rgba(170,188,116,.03)", stroke: "rgba(170,188,116,.42)", width: 1.4, dash: [8, 5] },
    organ: { fill: "rgba(200,140,194,.07)", stroke: "rgba(204,146,198,.34)", width: 1.8 },
    nerve: { fill: "rgba(232,190,84,.22)", stroke: "rgba(232,190,84,.52)", width: 1.6 },
    vessel: { fill: "rgba(104,168,222,.14)", stroke: "rgba(112,174,226,.50)", width: 1.8 },
    brain: { fill: "rgba(228,188,82,.09)", stroke: "rgba(228,188,82,.44)", width: 1.7 },
  },
};

const readParts = () =>
  [...byId("body").querySelectorAll("path")].map((path) => {
    const d = path.getAttribute("d");
    const kind = path.getAttribute("class");
    return {
      d, kind,
      shape: new Path2D(d),
      entity: path.dataset.entity || "",
      isLine: "line" in path.dataset,
      layer: path.dataset.layer || "middle",
      // A twin that is drawn by itself, for it is no mirror image.
      isTwin: "twin" in path.dataset,
      sides: "pair" in path.dataset ? [1, -1] : [1],
    };
  });

// The kind whose structures a class of paths shows, for those that no entity names as well.
const KINDS = {
  bone: "soma:SkeletalStructure", disc: "soma:SkeletalStructure", muscle: "soma:MuscularStructure",
  tendon: "soma:ConnectiveStructure", fascia: "soma:ConnectiveStructure", organ: "soma:Organ",
  nerve: "soma:NeuralStructure", vessel: "soma:Vessel", brain: "soma:Organ",
};

export class Body {
  constructor() {
    this.parts = readParts();
    this.scratch = document.createElement("canvas").getContext("2d");
  }

  // What is drawn, back to front. `look` tells the layers, the kinds left out, what is lit (ids, or
  // null where all are alike) and the colour of an entity. A lit pair is lit on the side where it is named; its twin
  // only faintly.
  items(look) {
    const items = [];
    for (const part of this.parts) {
      const isSkin = part.kind === "skin";
      const isLit = Boolean(look.lit?.has(part.entity));
      const isOut = !look.layers.has(part.layer) || look.hiddenKinds.has(KINDS[part.kind]);
      if (isOut && !isSkin && !isLit) continue;
      const style = STYLES[isDark() ? "dark" : "light"][part.kind];
      for (const side of part.sides) {
        const strong = isLit ? look.colorOf(part.entity) : style.stroke;
        items.push({
          d: part.d, flip: side < 0, dash: style.dash,
          alpha: isLit ? (side < 0 || part.isTwin ? 0.45 : 1) : look.lit && !isSkin ? 0.45 : 1,
          fill: part.isLine ? null : isLit ? strong : style.fill,
          fillAlpha: isLit ? 0.28 : 1,
          stroke: strong,
          width: style.width + (isLit ? 1.5 : 0),
        });
      }
    }
    return items;
  }

  // The entity whose outline lies at a place of the picture, the frontmost of those that are there
  // for the pointer; or "".
  entityAt(x, y, isThere) {
    const hit = this.parts.findLast(
      (part) =>
        part.entity && !part.isLine && isThere(part.entity) &&
        part.sides.some((side) => this.scratch.isPointInPath(part.shape, x * side, y)),
    );
    return hit ? hit.entity : "";
  }
}
