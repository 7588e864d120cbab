// Keys in the picture: from one thing to the next in a direction, its card, closer and farther.
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The nearest thing in a direction; what lies off to the side counts as farther.
const next = (things, [x, y], [dx, dy]) => {
  let best = null;
  for (const [id, [a, b]] of things) {
    const along = (a - x) * dx + (b - y) * dy;
    const aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx);
    if (along <= 0 || aside > along * 3) continue;
    const far = along + aside * 2;
    if (!best || far < best.far) best = { id, far };
  }
  return best?.id;
};

// `onMove(id)` hears where the keys have come, `onOpen(id)` which card is wanted.
export const walkByKeys = (container, picture, { onMove, onOpen }) => {
  let here = "";
  container.addEventListener("blur", () => picture.hover(""));
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    const zooms = { "+": () => picture.zoom(1.25), "=": () => picture.zoom(1.25), "-": () => picture.zoom(0.8) };
    if (direction) {
      const things = picture.things();
      const at = things.find(([id]) => id === here)?.[1];
      here = (at ? next(things, at, direction) : things[0]?.[0]) || here;
      if (here) {
        picture.hover(here);
        picture.bring(here);
        onMove(here);
      }
    } else if (event.key === "Enter" && here) onOpen(here);
    else if (event.key === "0") picture.fit(null);
    else if (zooms[event.key]) zooms[event.key]();
    else return;
    event.preventDefault();
  });
};
