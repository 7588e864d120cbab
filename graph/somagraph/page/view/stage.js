// Where entities stand that have no place in the picture: beside it, for as long as they are shown.
const STEP = 420, ROW = 60, ROWS = 30, BESIDE = 700;

// A row of entities one after the other, or the first with the others in columns around it.
export const stageSpots = (ids, isRow, spots) => {
  const left = spots.length ? Math.max(...spots.map(([x]) => x)) + BESIDE : 0;
  const top = spots.length ? 400 : 0;
  if (isRow) return new Map(ids.map((id, i) => [id, [left + i * STEP, top + (i % 2) * 2 * ROW]]));
  const [first, ...others] = ids;
  if (!first) return new Map();
  const half = Math.ceil(others.length / 2);
  const columns = Math.ceil(half / ROWS);
  const middle = left + columns * STEP;
  const around = others.map((id, i) => {
    const side = i < half ? -1 : 1;
    const [column, row] = [Math.floor((i % half) / ROWS), (i % half) % ROWS];
    const rows = Math.min(ROWS, (i < half ? half : others.length - half) - column * ROWS);
    return [id, [middle + side * (column + 1) * STEP, top + (row - (rows - 1) / 2) * ROW]];
  });
  return new Map([[first, [middle, top]], ...around]);
};
